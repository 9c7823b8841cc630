using Archive.Core.Audit;

namespace Archive.Core.Quarantine;

/// <summary>Shows the bytes of an item to a person who gives a purpose: into the audit trail first, and if that fails nothing is shown.</summary>
public sealed class QuarantineReading(IQuarantine quarantine, AuditTrail audit)
{
    /// <returns>Null when the item is not there (any more); the attempt is in the audit trail all the same.</returns>
    public async Task<OpenedItem?> OpenAsync(Reader reader, long id, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reader.Purpose);
        await audit.QuarantineOpenedAsync(reader, id, cancellationToken);
        var item = (await quarantine.OpenAsync([id], cancellationToken)).SingleOrDefault();
        return item is not null && reader.Scope.Allows(item.Record.Source) ? item : null;
    }
}
