using Archive.Core.Connectors;
using Archive.Core.Ingestion;
using Archive.Core.Jobs;
using Archive.Core.Messages;

namespace Archive.Core.Completeness;

/// <summary>Takes in what a second read has found missing, with its files, by the way of every message: gate → redaction → seal → append. What another run
/// has taken in meanwhile is a duplicate like any other.</summary>
internal sealed class MissingItems(IRecordStore records, PagePreparation preparation, SeenItems missing, Lease? lease)
{
    private static readonly IReadOnlyDictionary<string, string?> NoChanges = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <returns>Records that were new.</returns>
    /// <exception cref="ConnectorException">The platform could not be read; what was taken in before stays.</exception>
    public async Task<long> TakeInAsync(IConfirmingConnector connector, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var recovered = 0L;
        await foreach (var page in connector.ReadAgainAsync(new SecondRead(since, item => missing.Contains(SeenItems.IdentityOf(item))), cancellationToken))
        {
            List<SourceItem> items = [.. page.Items.Where(item => missing.Remove(SeenItems.IdentityOf(item)))];
            if (items.Count == 0)
            {
                preparation.Hear(page.Consents);
                continue;
            }

            // The source's own cursor is for what is read the ordinary way.
            var (prepared, result) = await AppendAsync(page with { Items = items, CursorChanges = NoChanges, Gap = null }, cancellationToken);
            prepared.ReleaseFiles();
            IngestTelemetry.Count(prepared, result);
            recovered += result.Records.Count;
            if (missing.Count == 0)
            {
                break;
            }
        }

        return recovered;
    }

    private async Task<(PreparedPage Page, AppendResult Result)> AppendAsync(SourcePage page, CancellationToken cancellationToken)
    {
        while (true)
        {
            preparation.ReadRegister();
            var prepared = preparation.Prepare(page) with { Lease = lease, AdmittedReason = ArrivalFigures.BySecondRead };
            try
            {
                return (prepared, await records.AppendAsync(prepared, cancellationToken));
            }
            catch (RegisterChangedException)
            {
                // Under the new one.
            }
        }
    }
}
