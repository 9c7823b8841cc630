using Archive.Core.Connectors;
using Archive.Core.Messages;

namespace Archive.Web.Operations;

/// <summary>Names of the sources that are configured, or that something was received from.</summary>
internal sealed class KnownSources(SourceCatalog catalog, IRecordStore records)
{
    public async Task<IReadOnlyList<string>> ReadAsync(CancellationToken cancellationToken)
    {
        var received = await records.ReadIntakeAsync(null, cancellationToken);
        return [.. catalog.Sources.Select(source => source.Name).Concat(received.Select(count => count.Source))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }
}
