using Archive.Cli.CommandLine;

namespace Archive.Cli.Secrets;

/// <summary>Files of secrets under one folder: made when missing, never overwritten, closed to others. Each room below it is for one reader, so that it
/// can be given to that one alone.</summary>
internal sealed class SecretFolder(string path)
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The group reads, too: the servers run as users of their own, to which the group of the files is given.</summary>
    private const UnixFileMode Group = Owner | UnixFileMode.GroupRead;

    private const UnixFileMode Folder = Group | UnixFileMode.UserExecute | UnixFileMode.GroupExecute;

    private readonly List<SecretFile> _files = [];

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>All that were asked for, in that order.</summary>
    public IReadOnlyList<SecretFile> Files => _files;

    public bool Has(string name) => File.Exists(In(name));

    public string Read(string name) => File.ReadAllText(In(name));

    /// <summary>What the file holds; it is made with what <paramref name="make"/> gives where it is missing.</summary>
    /// <param name="isForOwnerAlone">Not even for the group.</param>
    public string ReadOrMake(string name, Func<string> make, bool isForOwnerAlone = false)
    {
        var isMissing = !Has(name);
        if (isMissing)
        {
            Write(name, make(), isForOwnerAlone ? Owner : Group);
        }

        _files.Add(new SecretFile(name, isMissing));
        return Read(name);
    }

    /// <summary>What the file holds, which is there.</summary>
    public string ReadThere(string name)
    {
        _files.Add(new SecretFile(name, IsMade: false));
        return Read(name);
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The file appears whole, with its mode, or not at all.</summary>
    private void Write(string name, string content, UnixFileMode mode)
    {
        var file = In(name);
        var next = file + ".new";
        MakeFolder(System.IO.Path.GetDirectoryName(file) ?? Path);
        File.Delete(next); // of a run that was killed
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        using (var writer = new StreamWriter(next, options))
        {
            writer.Write(content);
        }

        try
        {
            File.Move(next, file, overwrite: false);
        }
        catch (IOException e) when (File.Exists(file))
        {
            throw new CliException(ExitCodes.Refused, $"{file} was made by another process at this moment. Run the command again.", e);
        }
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder); // with the rights of the folder above
        }
        else
        {
            Directory.CreateDirectory(folder, Folder);
        }
    }
}

/// <param name="Name">Path below the folder, with slashes.</param>
/// <param name="IsMade">Made in this run; otherwise it was there.</param>
internal sealed record SecretFile(string Name, bool IsMade);
