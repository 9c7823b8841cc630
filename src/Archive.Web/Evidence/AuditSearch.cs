using Archive.Core.Audit;
using Archive.Core.Evidence;

namespace Archive.Web.Evidence;

/// <summary>Pages through the audit trail, newest first, by account and kind.</summary>
internal sealed class AuditSearch(AuditTrail audit)
{
    public const int PageSize = 100;

    // A filter that matches little must not read the whole log in one request; the page then offers to go on.
    private const int MostRead = 20_000;
    private const int Batch = 1_000;

    public async Task<AuditPage> ReadAsync(string? account, EvidenceKind? kind, long? before, CancellationToken cancellationToken)
    {
        var found = new List<AuditEvent>();
        var read = 0;
        while (read < MostRead)
        {
            var events = await audit.ReadAsync(before, Batch, cancellationToken);
            foreach (var entry in events)
            {
                before = entry.LeafIndex;
                read++;
                if ((account is null || string.Equals(entry.Actor, account, StringComparison.OrdinalIgnoreCase)) && (kind is null || entry.Kind == kind))
                {
                    found.Add(entry);
                    if (found.Count == PageSize)
                    {
                        return new AuditPage(found, before);
                    }
                }
            }

            if (events.Count < Batch)
            {
                return new AuditPage(found, null);
            }
        }

        return new AuditPage(found, before);
    }
}

/// <param name="Next">Leaf index to go on before; null at the beginning of the log.</param>
internal sealed record AuditPage(IReadOnlyList<AuditEvent> Events, long? Next);
