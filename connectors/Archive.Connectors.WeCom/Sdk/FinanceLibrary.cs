using System.Runtime.InteropServices;

namespace Archive.Connectors.WeCom.Sdk;

/// <summary>The seventeen functions of Tencent's C library for 会话内容存档 (libWeWorkFinanceSdk_C.so, WeWorkFinanceSdk.dll), as its header declares them:
/// C linkage, strings in UTF-8. What is called here runs inside this process: only the child process of a corporation does so.</summary>
internal static partial class FinanceLibrary
{
    private const string Name = "WeWorkFinanceSdk";

    private static readonly string[] Functions =
    [
        nameof(NewSdk), nameof(Init), nameof(GetChatData), nameof(DecryptData), nameof(GetMediaData), nameof(DestroySdk),
        nameof(NewSlice), nameof(FreeSlice), nameof(GetContentFromSlice), nameof(GetSliceLen),
        nameof(NewMediaData), nameof(FreeMediaData), nameof(GetOutIndexBuf), nameof(GetData), nameof(GetIndexLen), nameof(GetDataLen), nameof(IsMediaDataFinish),
    ];

    private static nint _loaded;

    /// <summary>Loads the library from where the customer has put it; once in the life of a process.</summary>
    /// <exception cref="DllNotFoundException">It is not there, or something that it needs is not.</exception>
    /// <exception cref="BadImageFormatException">It is for another kind of machine.</exception>
    /// <exception cref="EntryPointNotFoundException">It is another library, such as the one for Java.</exception>
    public static void Load(string path)
    {
        if (_loaded == 0)
        {
            _loaded = NativeLibrary.Load(path);
            NativeLibrary.SetDllImportResolver(typeof(FinanceLibrary).Assembly, (name, _, _) => name == Name ? _loaded : 0);
        }

        foreach (var function in Functions)
        {
            NativeLibrary.GetExport(_loaded, function);
        }
    }

    [LibraryImport(Name)]
    internal static partial SdkHandle NewSdk();

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Init(SdkHandle sdk, string corpid, string secret);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int GetChatData(SdkHandle sdk, ulong seq, uint limit, string proxy, string passwd, int timeout, SliceHandle chatDatas);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int DecryptData(string encryptKey, string encryptMsg, SliceHandle msg);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int GetMediaData(
        SdkHandle sdk, string indexbuf, string sdkFileid, string proxy, string passwd, int timeout, MediaHandle mediaData);

    [LibraryImport(Name)]
    internal static partial void DestroySdk(nint sdk);

    [LibraryImport(Name)]
    internal static partial SliceHandle NewSlice();

    [LibraryImport(Name)]
    internal static partial void FreeSlice(nint slice);

    [LibraryImport(Name)]
    internal static partial nint GetContentFromSlice(SliceHandle slice);

    [LibraryImport(Name)]
    internal static partial int GetSliceLen(SliceHandle slice);

    [LibraryImport(Name)]
    internal static partial MediaHandle NewMediaData();

    [LibraryImport(Name)]
    internal static partial void FreeMediaData(nint mediaData);

    [LibraryImport(Name)]
    internal static partial nint GetOutIndexBuf(MediaHandle mediaData);

    [LibraryImport(Name)]
    internal static partial nint GetData(MediaHandle mediaData);

    [LibraryImport(Name)]
    internal static partial int GetIndexLen(MediaHandle mediaData);

    [LibraryImport(Name)]
    internal static partial int GetDataLen(MediaHandle mediaData);

    [LibraryImport(Name)]
    internal static partial int IsMediaDataFinish(MediaHandle mediaData);
}
