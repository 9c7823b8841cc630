using Archive.Cli.Hosting;
using Archive.Storage;
using Archive.Web.Hosting;

namespace Archive.Cli.Moving;

/// <summary>A data folder with its settings, as one end of a move.</summary>
internal sealed class MoveEnd
{
    /// <param name="engine">Of the records; null for the one that the settings name. "sqlite" is the embedded archive as a whole, with its own index, also
    /// where the environment names servers for the other end.</param>
    public MoveEnd(DataFolder folder, string? engine)
    {
        Folder = folder;
        FolderCheck.CheckSettings(folder);
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (engine is not null)
        {
            settings["Archive:Store:Engine"] = engine;
        }

        if (engine == "sqlite")
        {
            settings["Archive:Index:Engine"] = engine;
        }

        Configuration = ArchiveConfiguration.Read(folder, settings);
        Store = ArchiveStore.Describe(folder, Configuration);
    }

    public DataFolder Folder { get; }

    public IConfiguration Configuration { get; }

    /// <summary>What holds the records, in words. Two ends with the same are one.</summary>
    public string Store { get; }
}
