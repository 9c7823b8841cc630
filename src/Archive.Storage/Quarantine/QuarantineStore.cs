using Archive.Core.Messages;
using Archive.Core.Quarantine;
using Archive.Storage.Evidence;
using Archive.Storage.Operations;
using Archive.Storage.Records;
using Archive.Storage.Sql;

namespace Archive.Storage.Quarantine;

/// <inheritdoc cref="IQuarantine"/>
internal sealed class QuarantineStore(RecordArchive archive, EvidenceLog log, DiscardDecisions decisions, DeletionGuards guards) : IQuarantine
{
    /// <summary>Rows that are looked at together when a filter lets few of them through.</summary>
    private const int Portion = 500;

    private readonly QuarantineSettlement? _settlement = archive.Writer is { } writer
        ? new QuarantineSettlement(writer, guards, new PageAppend(writer, archive.Engine.NewRecordInsert(writer))) : null;

    public Task<IReadOnlyList<QuarantinedRecord>> ListAsync(QuarantineFilter filter, long after, int take, CancellationToken cancellationToken) =>
        Task.FromResult(archive.Readers.Read<IReadOnlyList<QuarantinedRecord>>(database =>
        {
            var sources = ReadSources(database);
            var source = filter.Source is null ? 0 : sources.FirstOrDefault(s => s.Value.Name == filter.Source).Key;
            var found = new List<QuarantinedRecord>();
            if (filter.Source is not null && source == 0)
            {
                return found;
            }

            var proposed = ReadProposed(database);
            for (var last = after; found.Count < take;)
            {
                var rows = ReadPage(database, last, source);
                foreach (var row in rows)
                {
                    var record = ToRecord(row, sources, proposed);
                    if (found.Count < take && Fits(filter, record))
                    {
                        found.Add(record);
                    }
                }

                if (rows.Count < Portion)
                {
                    break;
                }

                last = rows[^1].Id;
            }

            return found;
        }));

    public Task<IReadOnlyList<QuarantineGroup>> CountAsync(CancellationToken cancellationToken) =>
        Task.FromResult(archive.Readers.Read<IReadOnlyList<QuarantineGroup>>(database =>
        {
            var sources = ReadSources(database);
            var counts = new Dictionary<(int Source, string Kind), long>();
            var list = database.Prepare("intake_list");
            while (list.Step())
            {
                if ((IntakeOutcome)list.Int32(2) == IntakeOutcome.Quarantined && list.Int64(4) > 0)
                {
                    var key = (list.Int32(0), list.Text(3));
                    counts[key] = counts.GetValueOrDefault(key) + list.Int64(4);
                }
            }

            return [.. counts.OrderByDescending(c => c.Value).Select(c => new QuarantineGroup(sources[c.Key.Source].Name, c.Key.Kind, c.Value))];
        }));

    public Task<IReadOnlyList<OpenedItem>> OpenAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        Task.FromResult(archive.Readers.Read<IReadOnlyList<OpenedItem>>(database =>
        {
            var sources = ReadSources(database);
            var proposed = ReadProposed(database);
            var mac = archive.NewMac();
            var items = new List<OpenedItem>(ids.Count);
            var read = database.Prepare("quarantine_read", [.. ids.Distinct()]);
            while (read.Step())
            {
                var row = QuarantineRow.Read(read);
                if (row.TryOpen(read, archive.Vault, mac) is { } raw)
                {
                    items.Add(new OpenedItem(ToRecord(row, sources, proposed), raw));
                }
                else if (!HasLeft(row.Id))
                {
                    throw new StorageException(
                        StorageFailure.Corrupt, $"{database.Name}: item {row.Id} in quarantine was changed. Run 'archive verify' and restore a backup.");
                }
            }

            return items;
        }));

    public Task<RetryResult> SettleAsync(RetriedBatch batch, string actor, DateTimeOffset at, CancellationToken cancellationToken) =>
        WriteAsync(
            writer =>
            {
                Leases.Require(writer.Database, batch.Frame.Lease);
                return _settlement!.Settle(batch, actor, at); // there is one where there is a writer
            },
            cancellationToken);

    public Task<IReadOnlyList<DiscardProposal>> ReadProposalsAsync(CancellationToken cancellationToken) =>
        Task.FromResult(archive.Readers.Read(ReadProposals));

    public Task<DiscardProposal> ProposeAsync(IReadOnlyList<long> ids, string reason, string actor, DateTimeOffset at, CancellationToken cancellationToken) =>
        WriteAsync(writer => decisions.Propose(writer, [.. ids.Distinct().Order()], reason, actor, at), cancellationToken);

    public Task<DiscardResult> ApproveAsync(
        long proposal, IReadOnlyDictionary<long, KnownOfItem> known, string actor, DateTimeOffset at, CancellationToken cancellationToken) =>
        WriteAsync(writer => decisions.Approve(writer, proposal, known, actor, at), cancellationToken);

    public Task RefuseAsync(long proposal, string actor, DateTimeOffset at, CancellationToken cancellationToken) =>
        WriteAsync(writer => decisions.Refuse(writer, proposal, actor, at), cancellationToken);

    /// <summary>Keys go after the commit: a transaction that fails must not have cost one.</summary>
    private async Task<T> WriteAsync<T>(Func<LogWriter, T> work, CancellationToken cancellationToken)
    {
        var writer = archive.RequireWriter();
        var result = await writer.WriteAsync(() => work(writer), cancellationToken);
        archive.EraseItemKeys();
        return result;
    }

    private static bool Fits(QuarantineFilter filter, QuarantinedRecord record) =>
        (filter.Kind is null || filter.Kind == record.Kind) && (filter.IsProposed is null || filter.IsProposed == record.Proposal.HasValue);

    private static List<QuarantineRow> ReadPage(IStoreDatabase database, long after, int source)
    {
        var rows = new List<QuarantineRow>();
        var page = database.Prepare("quarantine_page").Bind(1, after).Bind(2, source).Bind(3, Portion);
        while (page.Step())
        {
            rows.Add(QuarantineRow.Read(page));
        }

        return rows;
    }

    /// <summary>Another process may have settled it between our snapshot and now: then its key is gone, and that is no damage.</summary>
    private bool HasLeft(long id) => archive.Readers.Read(database =>
    {
        var read = database.Prepare("quarantine_read", [id]);
        var isThere = read.Step();
        read.Reset();
        return !isThere;
    });

    private IReadOnlyList<DiscardProposal> ReadProposals(IStoreDatabase database) => DiscardDecisions.ReadOpen(log, database);

    private Dictionary<long, long> ReadProposed(IStoreDatabase database) =>
        ReadProposals(database).SelectMany(p => p.Items.Select(item => (item, p.Id))).ToDictionary(p => p.item, p => p.Id);

    private static QuarantinedRecord ToRecord(QuarantineRow row, Dictionary<int, (string Name, string Platform)> sources, Dictionary<long, long> proposed) =>
        row.ToRecord(sources[row.SourceId].Name, sources[row.SourceId].Platform, proposed.TryGetValue(row.Id, out var proposal) ? proposal : null);

    private static Dictionary<int, (string Name, string Platform)> ReadSources(IStoreDatabase database)
    {
        var sources = new Dictionary<int, (string Name, string Platform)>();
        var list = database.Prepare("source_list");
        while (list.Step())
        {
            sources[list.Int32(0)] = (list.Text(1), list.Text(2));
        }

        return sources;
    }
}
