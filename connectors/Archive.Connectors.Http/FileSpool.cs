using System.Security.Cryptography;
using Archive.Core.Connectors;

namespace Archive.Connectors.Http;

/// <summary>Takes the bytes of a download as they come, with a bound and a hash. Small files stay in memory. A larger one goes to the system's folder for temporary
/// files, encrypted under a key that is in memory alone: what a person wrote must not lie about unsealed, and whatever remains of it after a power cut can be read
/// by nobody. Not thread-safe.</summary>
public sealed class FileSpool(int maxBytes) : IDisposable
{
    /// <summary>Files up to this size are not worth a file.</summary>
    internal const int MostInMemory = 1024 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private MemoryStream? _memory = new();
    private TemporaryFile? _file;
    private int _length;

    /// <summary>Bytes written so far.</summary>
    public int Length => _length;

    /// <exception cref="AnswerTooLargeException">It would be larger than allowed.</exception>
    /// <exception cref="ConnectorException">Permanent: the temporary file cannot be written.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (bytes.Length > maxBytes - _length)
        {
            throw new AnswerTooLargeException(maxBytes);
        }

        _length += bytes.Length;
        if (_memory is { } memory)
        {
            memory.Write(bytes.Span);
            if (memory.Length <= MostInMemory)
            {
                return;
            }

            (_file, bytes, _memory) = (TemporaryFile.Create(), memory.GetBuffer().AsMemory(0, (int)memory.Length), null);
        }

        _hash.AppendData(bytes.Span);
        await _file!.WriteAsync(bytes, cancellationToken); // there is one as soon as there is no memory
    }

    /// <summary>It has come to its end. Nothing can be written any more; the spool need not be disposed of then.</summary>
    public FileBytes Complete()
    {
        if (_memory is { } memory)
        {
            return FileBytes.Of(memory.ToArray());
        }

        var file = _file!.Complete(); // as above
        _file = null;
        return new Spooled(file, _length, Convert.ToHexStringLower(_hash.GetHashAndReset()));
    }

    public void Dispose()
    {
        _hash.Dispose();
        _file?.Dispose();
    }

    private sealed class Spooled(TemporaryFile file, int length, string sha256) : FileBytes(length, sha256)
    {
        public override byte[] Read()
        {
            var bytes = file.Read(Length);
            return Convert.ToHexStringLower(SHA256.HashData(bytes)) == Sha256 ? bytes : throw new IOException("A temporary file is not what was written to it.");
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                file.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
