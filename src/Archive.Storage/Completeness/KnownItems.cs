using Archive.Core.Completeness;
using Archive.Core.Messages;
using Archive.Storage.Evidence;
using Archive.Storage.Sql;

namespace Archive.Storage.Completeness;

/// <inheritdoc cref="IKnownItems"/>
internal sealed class KnownItems(RecordArchive archive) : IKnownItems
{
    public Task<IReadOnlyList<KnownItem>> FindAsync(string source, IReadOnlyList<ItemIdentity> items, CancellationToken cancellationToken) =>
        Task.FromResult(archive.Readers.Read<IReadOnlyList<KnownItem>>(database =>
        {
            if (archive.Names.FindSource(database, source) is not { } id)
            {
                return [.. items.Select(_ => default(KnownItem))];
            }

            var mac = archive.NewMac();
            var found = database.Prepare("item_known");
            return [.. items.Select(item => Read(
                found.Bind(1, id).Bind(2, item.NativeId).Bind(3, item.Revision).Bind(4, mac.Identity(id, item.NativeId, item.Revision))))];
        }));

    public Task<HeldRecords> CountHeldAsync(string source, CancellationToken cancellationToken) => Task.FromResult(archive.Readers.Read(database =>
    {
        var held = new Dictionary<DateOnly, long>();
        if (archive.Names.FindSource(database, source) is { } id)
        {
            // Counters say what was ever admitted; going through the records themselves would take as long as there are records.
            var counts = database.Prepare("intake_list");
            while (counts.Step())
            {
                Add(counts.Int32(0) == id && (IntakeOutcome)counts.Int32(2) == IntakeOutcome.Admitted ? counts.Int64(4) : 0, counts.Int32(1));
            }

            var disposed = database.Prepare("disposed_of_source").Bind(1, id);
            while (disposed.Step())
            {
                Add(-disposed.Int64(1), disposed.Int32(0));
            }
        }

        return new HeldRecords(LogState.Read(database, archive.NewMac()).LastSequence, held);

        void Add(long count, int day) => held[Timestamps.FromDay(day)] = held.GetValueOrDefault(Timestamps.FromDay(day)) + count;
    }));

    private static KnownItem Read(IStoreStatement row)
    {
        if (!row.Step())
        {
            return default;
        }

        var (state, detail) = ((KnownState)row.Int32(0), row.Int64(1));
        row.Reset();
        return state switch
        {
            KnownState.Stored => new KnownItem(state, detail),
            KnownState.Quarantined => new KnownItem(state, Day: DaySchedule.DayOf(Timestamps.FromMicroseconds(detail))),
            KnownState.Discarded => new KnownItem(state, Day: Timestamps.FromDay((int)detail)),
            _ => new KnownItem(state),
        };
    }
}
