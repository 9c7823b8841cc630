using System.Security.Cryptography;
using System.Text;

namespace Archive.Storage.Keys;

/// <summary>The key-encryption key in a file of its own, and the keys derived from it (HKDF-SHA-256 with a purpose each).</summary>
public sealed class MasterKey
{
    private const int Size = 32;

    private readonly byte[] _key;

    private MasterKey(byte[] key) => _key = key;

    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, Size, info: Encoding.UTF8.GetBytes("archive/" + purpose));

    /// <summary>Reads the key file, or makes one where the archive is new.</summary>
    /// <param name="demoSeed">For a demo, whose evidence must come out the same from the same seed: the key follows from it.</param>
    /// <param name="hasKeys">Whether there are data keys already, which a new master key could not open.</param>
    /// <exception cref="StorageException">There is an archive but no key, or the file is not a key.</exception>
    public static MasterKey ReadOrCreate(DataFolder folder, int? demoSeed, Func<bool> hasKeys)
    {
        if (File.Exists(folder.MasterKey))
        {
            return Read(folder);
        }

        if (hasKeys())
        {
            throw new StorageException(
                StorageFailure.Unreadable,
                $"{folder.MasterKey} is missing. Without it nothing of the archive can be read: restore it from where you keep its backup.");
        }

        var key = demoSeed is { } seed
            ? SHA256.HashData(Encoding.UTF8.GetBytes($"archive demo key {seed}"))
            : RandomNumberGenerator.GetBytes(Size);
        Write(folder.MasterKey, Convert.ToBase64String(key) + "\n");
        return new MasterKey(key);
    }

    /// <exception cref="StorageException">There is no key, or the file is not one.</exception>
    public static MasterKey Read(DataFolder folder)
    {
        try
        {
            var key = Convert.FromBase64String(File.ReadAllText(folder.MasterKey).Trim());
            return key.Length == Size
                ? new MasterKey(key)
                : throw new FormatException("wrong length");
        }
        catch (FormatException e)
        {
            throw new StorageException(
                StorageFailure.Corrupt, $"{folder.MasterKey} is not a key of this archive ({e.Message}). Restore it from its backup.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageFailure.Unreadable, $"{folder.MasterKey} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Puts the key file of one folder into another that has none.</summary>
    /// <exception cref="StorageException">There is no key, or the file is not one.</exception>
    public static void Copy(DataFolder from, DataFolder to) => Write(to.MasterKey, Convert.ToBase64String(Read(from)._key) + "\n");

    private static void Write(string path, string text)
    {
        // Written aside, flushed and renamed: a crash leaves no key or a whole one. Readable by its owner alone.
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var aside = path + ".new";
        using (var file = new FileStream(aside, options))
        {
            file.Write(Encoding.ASCII.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.Move(aside, path);
    }
}
