using Archive.Storage;

namespace Archive.Web.Hosting;

/// <summary>Reads the settings of a data folder.</summary>
public static class ArchiveConfiguration
{
    /// <summary><c>archive.json</c> in the folder, then environment variables (<c>Archive__…</c>), then <paramref name="overrides"/>: the last one wins.</summary>
    /// <exception cref="InvalidDataException"><c>archive.json</c> cannot be read; the message says where.</exception>
    public static IConfiguration Read(DataFolder folder, IReadOnlyDictionary<string, string?>? overrides = null)
    {
        var builder = new ConfigurationBuilder()
            .AddJsonFile(folder.Settings, optional: true, reloadOnChange: false)
            .AddEnvironmentVariables();
        if (overrides is not null)
        {
            builder.AddInMemoryCollection(overrides);
        }

        try
        {
            return builder.Build();
        }
        catch (Exception e) when (e is InvalidDataException or FormatException)
        {
            throw new InvalidDataException($"{folder.Settings} cannot be read: {e.InnerException?.Message ?? e.Message}", e);
        }
    }

    public static ArchiveSettings ReadSettings(IConfiguration configuration)
    {
        try
        {
            return configuration.GetSection(ArchiveSettings.Section).Get<ArchiveSettings>() ?? new ArchiveSettings();
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidDataException($"A setting of the archive has the wrong form: {e.Message}", e);
        }
    }
}
