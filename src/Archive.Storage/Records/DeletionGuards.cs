using Archive.Core.Retention;
using Archive.Core.Sanctioning;
using Archive.Storage.Evidence;
using Archive.Storage.Sql;

namespace Archive.Storage.Records;

/// <summary>What must not be deleted, as it stands in a store at this moment. For whoever deletes, inside the transaction in which they do.</summary>
internal sealed class DeletionGuards(EvidenceLog log, Func<SanctionRegister> register)
{
    /// <summary>Knows every hold that is in force.</summary>
    public DeletionGuard Read(IStoreDatabase database) =>
        new(LegalHolds.InForce(log.Read(database, LegalHolds.Kinds, long.MaxValue, int.MaxValue)), register());
}
