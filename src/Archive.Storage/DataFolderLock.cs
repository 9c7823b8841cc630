using System.Globalization;

namespace Archive.Storage;

/// <summary>One writer a data folder. The operating system lets go of it when the process ends, however it ends.</summary>
public sealed class DataFolderLock : IDisposable
{
    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <exception cref="ArchiveInUseException">Another process holds the folder.</exception>
    /// <exception cref="IOException">The folder cannot be made or written; the message says which and why.</exception>
    public static DataFolderLock Take(DataFolder folder)
    {
        try
        {
            Make(folder);
            var file = Open(folder);
            try
            {
                File.WriteAllText(Owner(folder), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
                return new DataFolderLock(file);
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (UnauthorizedAccessException e)
        {
            throw NotWritable(folder, e);
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Makes the folder where it is new.</summary>
    /// <exception cref="IOException">It cannot be made; the message says which and why.</exception>
    public static void Make(DataFolder folder)
    {
        try
        {
            Directory.CreateDirectory(folder.Path);
        }
        catch (UnauthorizedAccessException e)
        {
            throw NotWritable(folder, e);
        }
    }

    /// <summary>Opened for nobody else: on Unix any other kind of sharing is a shared lock, which two writers would both get.</summary>
    private static FileStream Open(DataFolder folder)
    {
        try
        {
            return new FileStream(folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not DirectoryNotFoundException && File.Exists(folder.Lock))
        {
            throw new ArchiveInUseException(
                $"The data folder {folder.Path} is in use by another process{Holder(folder)}. Stop that one first, or use its web page.");
        }
    }

    private static string Holder(DataFolder folder)
    {
        try
        {
            return File.ReadAllText(Owner(folder)).Trim() is { Length: > 0 } id ? $" (process {id})" : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>Apart from the lock, which nobody else can read while it is held.</summary>
    private static string Owner(DataFolder folder) => folder.Lock + ".owner";

    private static IOException NotWritable(DataFolder folder, Exception e) =>
        new($"The data folder {folder.Path} cannot be written: {e.Message} Check its owner and permissions.", e);
}
