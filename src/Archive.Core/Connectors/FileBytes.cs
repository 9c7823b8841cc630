using System.Security.Cryptography;

namespace Archive.Core.Connectors;

/// <summary>The bytes of a file on their way from a platform to the record that they are sealed with. In memory, or elsewhere until they are asked for. Immutable;
/// safe for concurrent readers. Whoever has stored them, or does not want them, disposes of them.</summary>
/// <param name="length">In bytes.</param>
/// <param name="sha256">Of all of them, lower-case hex.</param>
public abstract class FileBytes(int length, string sha256) : IDisposable
{
    public int Length { get; } = length;

    public string Sha256 { get; } = sha256;

    /// <summary>Those that fit into memory.</summary>
    public static FileBytes Of(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return new InMemory(bytes);
    }

    /// <summary>All of them at once.</summary>
    /// <exception cref="IOException">They cannot be read any more, or are not those that were taken.</exception>
    public abstract byte[] Read();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    private sealed class InMemory(byte[] bytes) : FileBytes(bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)))
    {
        public override byte[] Read() => bytes;
    }
}
