using System.Text.Json;
using Archive.Core.Evidence;
using Archive.Core.Jobs;
using Archive.Core.Messages;
using Archive.Core.Retention;
using Archive.Core.Sanctioning;
using Archive.Core.Sealing;
using Archive.Storage.Evidence;
using Archive.Storage.Operations;

namespace Archive.Storage.Records;

/// <inheritdoc cref="IDispositionStore"/>
internal sealed class DispositionStore(RecordArchive archive, DeletionGuards guards, TimeProvider clock)
    : IDispositionStore
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public Task<IReadOnlyList<RetentionCandidate>> ReadDueAsync(
        DateOnly day, long afterSequence, int take, CancellationToken cancellationToken) =>
        Task.FromResult(archive.Readers.Read<IReadOnlyList<RetentionCandidate>>(database =>
        {
            var candidates = new List<RetentionCandidate>();
            var reader = new CandidateReader(database, archive.Names);
            var due = database.Prepare("record_due").Bind(1, afterSequence).Bind(2, ToDay(day)).Bind(3, take);
            while (due.Step())
            {
                candidates.Add(reader.Read(due.Int64(0), due.Int32(1), due.Int32(2), due.Int32(3), due.Int32(4), due.Int32(5)));
            }

            return candidates;
        }));

    public async Task<DispositionResult> DisposeAsync(
        IReadOnlyList<long> sequences, DateOnly day, string actor, DateTimeOffset at, Lease? lease, CancellationToken cancellationToken)
    {
        // Nobody deletes ahead of time: a day in the future counts as today.
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var asOf = day < today ? day : today;
        var writer = archive.RequireWriter();
        var (result, disposition) = await writer.WriteAsync(
            () =>
            {
                Leases.Require(writer.Database, lease);
                return Dispose(writer, sequences, asOf, actor, at);
            },
            cancellationToken);
        if (result.Disposed.Count > 0)
        {
            archive.EraseKeys(result.Disposed, disposition);
        }

        return result;
    }

    public Task CompactAsync(CancellationToken cancellationToken)
    {
        archive.RequireWriter();
        archive.Vault.Compact();
        archive.Engine.Compact();
        return Task.CompletedTask;
    }

    private (DispositionResult Result, long Disposition) Dispose(
        LogWriter writer, IReadOnlyList<long> sequences, DateOnly day, string actor, DateTimeOffset at)
    {
        var database = writer.Database;
        var guard = guards.Read(database);
        var kept = new List<(long Sequence, DeletionDecision Decision)>();
        var free = new List<RecordRow>();
        var reader = new CandidateReader(database, archive.Names);

        // One that is gone already was disposed of by somebody else.
        foreach (var row in RecordRow.FindAll(database, archive.Names, [.. sequences.Distinct()]))
        {
            var decision = guard.Decide(reader.Read(row), day);
            if (decision.MayDelete)
            {
                free.Add(row);
            }
            else
            {
                kept.Add((row.Envelope.Sequence, decision));
            }
        }

        if (free.Count == 0)
        {
            return (new DispositionResult([], kept), -1);
        }

        // The entry names record numbers and policies, nothing that was said or by whom.
        var body = JsonSerializer.Serialize(
            new
            {
                count = free.Count,
                records = free.Select(r => r.Envelope.Sequence),
                policies = free.Select(r => r.Envelope.RetentionPolicy).Distinct(StringComparer.Ordinal),
                asOf = day,
            },
            Json);
        var disposition = writer.AppendEntry(new EvidenceEntry(EvidenceKind.Disposition, at, actor, body));
        var envelope = new ByteWriter();
        foreach (var row in free)
        {
            WriteWhatIsLeft(writer, row, envelope, disposition);
        }

        Remove(writer, [.. free.Select(r => r.Envelope.Sequence)]);
        return (new DispositionResult([.. free.Select(r => r.Envelope.Sequence)], kept), disposition);
    }

    private static void WriteWhatIsLeft(LogWriter writer, RecordRow row, ByteWriter envelope, long disposition)
    {
        var sequence = row.Envelope.Sequence;
        var leaf = row.Leaf(envelope);
        var day = Timestamps.ToDay(Timestamps.FromMicroseconds(row.Envelope.Time));
        var identity = writer.Mac.Identity(row.SourceId, row.Envelope.NativeId, row.Envelope.Revision);
        writer.Database.Prepare("disposed_insert")
            .Bind(1, sequence)
            .Bind(2, row.LeafIndex)
            .Bind(3, leaf)
            .Bind(4, row.SourceId)
            .Bind(5, day)
            .Bind(6, identity)
            .Bind(7, disposition)
            .Bind(8, writer.Mac.Disposed(sequence, row.LeafIndex, leaf, row.SourceId, day, identity, disposition))
            .Post();
    }

    private static void Remove(LogWriter writer, long[] sequences)
    {
        if (writer.State["attachments"] > 0)
        {
            writer.State["attachments"] -= writer.Database.Prepare("attachment_delete", sequences).Run();
        }

        var removed = writer.Database.Prepare("record_delete", sequences).Run();
        if (removed != sequences.Length)
        {
            throw new StorageException(
                StorageFailure.Refused, $"{writer.Database.Name} removed {removed} of {sequences.Length} records. Nothing was changed; run 'archive verify'.");
        }

        writer.State["records"] -= removed;
        writer.State["disposed"] += removed;
    }

    private static int ToDay(DateOnly day) => day.DayNumber - DateOnly.FromDateTime(DateTimeOffset.UnixEpoch.UtcDateTime).DayNumber;
}
