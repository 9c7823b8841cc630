using System.Security.Cryptography;
using Archive.Core.Connectors;

namespace Archive.Connectors.Http;

/// <summary>A file without a name that is encrypted (AES-256-CBC) under a key of its own, which is never written down. It ends with its last handle, also when the
/// process is killed. Written by one thread, then read by any.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Aes _aes = Aes.Create();
    private readonly FileStream _stream;
    private CryptoStream? _writing;

    private TemporaryFile(FileStream stream)
    {
        _stream = stream;
        _writing = new CryptoStream(stream, _aes.CreateEncryptor(), CryptoStreamMode.Write, leaveOpen: true);
    }

    /// <exception cref="ConnectorException">Permanent: it cannot be made.</exception>
    public static TemporaryFile Create() => Try(() =>
    {
        var path = Path.Combine(Path.GetTempPath(), "archive-" + Guid.NewGuid().ToString("N"));
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Read };
        if (OperatingSystem.IsWindows())
        {
            options.Options = FileOptions.DeleteOnClose; // the system sees to it
        }
        else
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var stream = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path); // its handle is all that is needed
        }

        return new TemporaryFile(stream);
    });

    /// <exception cref="ConnectorException">Permanent: it cannot be written.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await _writing!.WriteAsync(bytes, cancellationToken); // until it is complete
        }
        catch (IOException e)
        {
            throw NotWritable(e);
        }
    }

    public TemporaryFile Complete() => Try(() =>
    {
        _writing!.Dispose(); // writes the last block
        _writing = null;
        _stream.Flush();
        return this;
    });

    /// <exception cref="IOException">It holds less.</exception>
    public byte[] Read(int length)
    {
        lock (_lock)
        {
            var bytes = new byte[length];
            _stream.Position = 0;
            try
            {
                using var reading = new CryptoStream(_stream, _aes.CreateDecryptor(), CryptoStreamMode.Read, leaveOpen: true);
                reading.ReadExactly(bytes);
            }
            catch (CryptographicException e)
            {
                throw new IOException("A temporary file cannot be decrypted.", e);
            }

            return bytes;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _stream.Dispose();
            _aes.Dispose();
        }
    }

    private static T Try<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(e);
        }
    }

    /// <summary>Not one that passes: a page waits for a file in vain for some runs only, and this is no fault of the file.</summary>
    private static ConnectorException NotWritable(Exception e) => new(
        ConnectorFailure.Permanent, "The system's folder for temporary files cannot take a file. Free some space there; the next run goes on where this one stopped.", e);
}
