using System.Globalization;
using System.Text;

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
            Directory.CreateDirectory(folder.Path);
            var file = new FileStream(folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            file.SetLength(0);
            file.Write(Encoding.UTF8.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            file.Flush();
            return new DataFolderLock(file);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"The data folder {folder.Path} cannot be written: {e.Message} Check its owner and permissions.", e);
        }
        catch (IOException e) when (e is not DirectoryNotFoundException && File.Exists(folder.Lock))
        {
            throw new ArchiveInUseException(
                $"The data folder {folder.Path} is in use by another process{Holder(folder)}. Stop that one first, or use its web page.");
        }
    }

    public void Dispose() => _file.Dispose();

    private static string Holder(DataFolder folder)
    {
        try
        {
            using var file = new FileStream(folder.Lock, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd().Trim() is { Length: > 0 } id ? $" (process {id})" : "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
