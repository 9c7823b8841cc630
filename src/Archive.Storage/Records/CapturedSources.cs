using Archive.Core.Connectors;

namespace Archive.Storage.Records;

/// <inheritdoc cref="ICapturedSources"/>
internal sealed class CapturedSources(RecordArchive archive) : ICapturedSources
{
    public Task<string?> FindPlatformAsync(string name, CancellationToken cancellationToken) => Task.Run(
        () => archive.Readers.Read(database =>
        {
            var sources = database.Prepare("source_list");
            string? platform = null;
            while (sources.Step())
            {
                platform = sources.Text(1) == name ? sources.Text(2) : platform;
            }

            return platform;
        }),
        cancellationToken);
}
