using System.Runtime.InteropServices;
using System.Text;

namespace Archive.Tests.Simulators.WeCom;

/// <summary>Calls the library in the test process, as the platform's header has it.</summary>
internal sealed class NativeSdk : IDisposable
{
    private readonly nint _library;
    private readonly nint _sdk;
    private readonly string _proxy;

    public NativeSdk(string library, string proxy)
    {
        _library = NativeLibrary.Load(library);
        _proxy = proxy;
        _sdk = Call<Make>("NewSdk")();
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint Make();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void Free(nint made);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint Pointer(nint made);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Number(nint made);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int InitCall(nint sdk, [MarshalAs(UnmanagedType.LPUTF8Str)] string corpId, [MarshalAs(UnmanagedType.LPUTF8Str)] string secret);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int ChatCall(
        nint sdk, ulong seq, uint limit, [MarshalAs(UnmanagedType.LPUTF8Str)] string proxy, [MarshalAs(UnmanagedType.LPUTF8Str)] string password, int timeout, nint slice);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int DecryptCall([MarshalAs(UnmanagedType.LPUTF8Str)] string key, [MarshalAs(UnmanagedType.LPUTF8Str)] string message, nint slice);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int MediaCall(
        nint sdk,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string index,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string fileId,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string proxy,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string password,
        int timeout,
        nint media);

    /// <summary>Live handles, slices and media objects.</summary>
    public int[] Live
    {
        get
        {
            var live = new int[3];
            Marshal.Copy(NativeLibrary.GetExport(_library, "finance_sdk_live"), live, 0, 3);
            return live;
        }
    }

    public int Init(string corpId, string secret) => Call<InitCall>("Init")(_sdk, corpId, secret);

    public (int Code, byte[] Json) GetChatData(ulong seq, uint limit) => WithSlice(slice => Call<ChatCall>("GetChatData")(_sdk, seq, limit, _proxy, "", 60, slice));

    public (int Code, byte[] Json) DecryptData(string key, string message) => WithSlice(slice => Call<DecryptCall>("DecryptData")(key, message, slice));

    public (int Code, string Next, bool Finished, byte[] Data) GetMediaData(string index, string fileId)
    {
        var media = Call<Make>("NewMediaData")();
        try
        {
            var code = Call<MediaCall>("GetMediaData")(_sdk, index, fileId, _proxy, "", 60, media);
            var next = Copy(Call<Pointer>("GetOutIndexBuf")(media), Call<Number>("GetIndexLen")(media));
            var data = Copy(Call<Pointer>("GetData")(media), Call<Number>("GetDataLen")(media));
            return (code, Encoding.UTF8.GetString(next), Call<Number>("IsMediaDataFinish")(media) == 1, data);
        }
        finally
        {
            Call<Free>("FreeMediaData")(media);
        }
    }

    public void Dispose()
    {
        Call<Free>("DestroySdk")(_sdk);
        NativeLibrary.Free(_library);
    }

    private (int Code, byte[] Json) WithSlice(Func<nint, int> call)
    {
        var slice = Call<Make>("NewSlice")();
        try
        {
            var code = call(slice);
            return (code, Copy(Call<Pointer>("GetContentFromSlice")(slice), Call<Number>("GetSliceLen")(slice)));
        }
        finally
        {
            Call<Free>("FreeSlice")(slice);
        }
    }

    private static byte[] Copy(nint from, int length)
    {
        var bytes = new byte[length];
        if (length > 0)
        {
            Marshal.Copy(from, bytes, 0, length);
        }

        return bytes;
    }

    private T Call<T>(string name)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(_library, name));
}
