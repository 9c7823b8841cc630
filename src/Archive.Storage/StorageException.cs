using SQLitePCL;

namespace Archive.Storage;

/// <summary>A file or database of the archive cannot be used. The message says which, why and what to do; it holds no content.</summary>
public sealed class StorageException(StorageFailure kind, string message, Exception? inner = null) : Exception(message, inner)
{
    public StorageFailure Kind { get; } = kind;

    internal static StorageException From(string path, int code, string reason)
    {
        var file = Path.GetFileName(path);
        return (code & 0xff) switch
        {
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new StorageException(
                StorageFailure.Corrupt,
                $"{path} is damaged ({reason}). Nothing was changed. Restore it from a backup, or for index.db delete it and run 'archive reindex'."),
            raw.SQLITE_FULL => new StorageException(
                StorageFailure.Full,
                $"The disk is full: {file} could not be written. What was committed before is safe. Free some space and start again."),
            raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_READONLY or raw.SQLITE_AUTH => new StorageException(
                StorageFailure.Unreadable, $"{path} cannot be opened ({reason}). Check that it exists and who may read and write it."),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new StorageException(
                StorageFailure.Busy, $"{path} is locked by another process. Stop that one and start again."),
            raw.SQLITE_CONSTRAINT => new StorageException(StorageFailure.Refused, $"{file} refused the change: {reason}."),
            _ => new StorageException(StorageFailure.Failed, $"{path}: {reason} (SQLite code {code})."),
        };
    }
}

public enum StorageFailure
{
    Failed,
    Corrupt,
    Full,
    Unreadable,
    Busy,

    /// <summary>A server does not answer.</summary>
    Unreachable,

    /// <summary>A trigger or constraint of the store said no.</summary>
    Refused,

    /// <summary>The schema is newer than this program.</summary>
    Newer,
}
