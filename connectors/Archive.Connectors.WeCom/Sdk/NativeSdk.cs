using System.Text;

namespace Archive.Connectors.WeCom.Sdk;

/// <summary>The library as the child process uses it: one signed-in handle, one call at a time, each answer copied out of an object of its own.</summary>
internal sealed class NativeSdk : IDisposable
{
    private readonly SdkLogin _login;
    private readonly SdkHandle _sdk;

    private NativeSdk(SdkLogin login, SdkHandle sdk) => (_login, _sdk) = (login, sdk);

    /// <returns>What Init returned, with the handle when that was 0.</returns>
    public static (int Code, NativeSdk? Sdk) Open(SdkLogin login)
    {
        FinanceLibrary.Load(login.Library);
        var sdk = LibraryHandle.Require(FinanceLibrary.NewSdk());
        var code = FinanceLibrary.Init(sdk, login.CorpId, login.Secret);
        if (code == 0)
        {
            return (0, new NativeSdk(login, sdk));
        }

        sdk.Dispose();
        return (code, null);
    }

    public SdkAnswer ReadChat(ulong sequence, uint limit)
    {
        using var slice = LibraryHandle.Require(FinanceLibrary.NewSlice());
        var code = FinanceLibrary.GetChatData(_sdk, sequence, limit, _login.Proxy, _login.ProxyPassword, _login.TimeoutSeconds, slice);
        return new SdkAnswer(code, code == 0 ? slice.Read() : []);
    }

    /// <summary>Works without the handle: nothing is asked of the platform.</summary>
    public static SdkAnswer Decrypt(SdkSecret secret)
    {
        using var slice = LibraryHandle.Require(FinanceLibrary.NewSlice());
        var code = FinanceLibrary.DecryptData(secret.Key, secret.Message, slice);
        return new SdkAnswer(code, code == 0 ? slice.Read() : []);
    }

    public SdkMediaPart ReadMedia(string index, string fileId)
    {
        using var media = LibraryHandle.Require(FinanceLibrary.NewMediaData());
        var code = FinanceLibrary.GetMediaData(_sdk, index, fileId, _login.Proxy, _login.ProxyPassword, _login.TimeoutSeconds, media);
        return code == 0
            ? new SdkMediaPart(0, Encoding.UTF8.GetString(media.ReadIndex()), FinanceLibrary.IsMediaDataFinish(media) != 0, media.ReadData())
            : new SdkMediaPart(code, "", false, []);
    }

    public void Dispose() => _sdk.Dispose();
}
