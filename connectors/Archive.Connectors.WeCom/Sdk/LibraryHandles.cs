using System.Runtime.InteropServices;

namespace Archive.Connectors.WeCom.Sdk;

/// <summary>An object of the library. What its getters return belongs to it and goes with it.</summary>
internal abstract class LibraryHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    /// <exception cref="InvalidOperationException">The library could not make it.</exception>
    public static T Require<T>(T made)
        where T : LibraryHandle
        => made.IsInvalid ? throw new InvalidOperationException("The library made no object.") : made;

    protected static byte[] Copy(nint from, int length)
    {
        if (from == 0 || length <= 0)
        {
            return [];
        }

        var bytes = new byte[length];
        Marshal.Copy(from, bytes, 0, length);
        return bytes;
    }
}

/// <summary>A signed-in use of the library, made for one thread.</summary>
internal sealed class SdkHandle : LibraryHandle
{
    protected override bool ReleaseHandle()
    {
        FinanceLibrary.DestroySdk(handle);
        return true;
    }
}

/// <summary>Bytes that a call answers with.</summary>
internal sealed class SliceHandle : LibraryHandle
{
    public byte[] Read() => Copy(FinanceLibrary.GetContentFromSlice(this), FinanceLibrary.GetSliceLen(this));

    protected override bool ReleaseHandle()
    {
        FinanceLibrary.FreeSlice(handle);
        return true;
    }
}

/// <summary>A piece of a file.</summary>
internal sealed class MediaHandle : LibraryHandle
{
    public byte[] ReadIndex() => Copy(FinanceLibrary.GetOutIndexBuf(this), FinanceLibrary.GetIndexLen(this));

    public byte[] ReadData() => Copy(FinanceLibrary.GetData(this), FinanceLibrary.GetDataLen(this));

    protected override bool ReleaseHandle()
    {
        FinanceLibrary.FreeMediaData(handle);
        return true;
    }
}
