using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Archive.Core.Sealing;
using Archive.Storage.Keys;

namespace Archive.Storage.Sqlite;

/// <summary>Writes one prepared page inside a transaction of the writer: records with their leaves, quarantine, counters, cursor.</summary>
internal sealed class PageAppend(LogWriter writer)
{
    // Looked up once: these two run for every message.
    private readonly SqliteStatement _exists = writer.Database.Prepare("record_exists");
    private readonly SqliteStatement _insert = writer.Database.Prepare("record_insert");
    private readonly RecordSealer _sealer = new(writer.Vault);
    private readonly SealedBytes _sealed = new();

    public AppendResult Append(PreparedPage page)
    {
        if (page.Received != page.Admitted.Count + page.Quarantined.Count + page.TurnedAway.Sum(t => t.Count))
        {
            throw new ArgumentException("The counts of the page do not add up.", nameof(page));
        }

        writer.State["received"] += page.Received;
        var source = writer.Names.Source(page.Source, page.Platform);
        var policy = writer.Names.Policy(page.Retention);
        var counts = new Dictionary<(int Day, IntakeOutcome Outcome, string Reason), long>();
        var appended = new List<AppendedRecord>(page.Admitted.Count);
        var duplicates = 0;
        var hasDisposed = writer.State["disposed"] != 0;
        writer.Vault.Ensure(writer.State.LastSequence + page.Admitted.Count);
        var ahead = writer.Sealing.Take(page);
        for (var i = 0; i < page.Admitted.Count; i++)
        {
            var item = page.Admitted[i];
            var day = Timestamps.ToDay(item.Message.SentAt);
            if (TryAppend(page, i, ahead, source, policy, hasDisposed))
            {
                appended.Add(new AppendedRecord(writer.State.LastSequence, item));
                Count(counts, day, IntakeOutcome.Admitted, "", 1);
            }
            else
            {
                duplicates++;
                Count(counts, day, IntakeOutcome.Duplicate, "", 1);
            }
        }

        if (ahead is not null)
        {
            writer.Sealing.Finish(ahead, writer.State.LastSequence);
        }

        writer.State["records"] += appended.Count;
        writer.State["redacted"] += appended.Sum(a => (long)a.Item.Marks.Count);
        var quarantined = 0;
        foreach (var item in page.Quarantined)
        {
            var isNew = Quarantine(source, item);
            quarantined += isNew ? 1 : 0;
            duplicates += isNew ? 0 : 1;
            Count(counts, Timestamps.ToDay(item.Time), isNew ? IntakeOutcome.Quarantined : IntakeOutcome.Duplicate, isNew ? Kind(item.Reason) : "", 1);
        }

        foreach (var turnedAway in page.TurnedAway)
        {
            Count(counts, turnedAway.Day, turnedAway.Outcome, turnedAway.Reason, turnedAway.Count);
        }

        WriteCounts(source, counts);
        WriteCursor(source, page.CursorChanges);
        return new AppendResult(appended, duplicates, quarantined);
    }

    /// <returns>False for a message that is known already.</returns>
    private bool TryAppend(PreparedPage page, int position, SealedPage? ahead, int source, int policy, bool hasDisposed)
    {
        var item = page.Admitted[position];
        var sequence = writer.State.LastSequence + 1;
        if (hasDisposed && WasDisposed(source, item.Message))
        {
            return false;
        }

        if (ahead is not null && ahead.Records[position].Sequence == sequence)
        {
            // The unique key of the table finds duplicates; asking before would look it up twice.
            return TryInsert(page, item, ahead.Records[position], ahead.Bytes, source, policy);
        }

        if (IsStored(source, item.Message))
        {
            return false;
        }

        _sealed.Clear();
        return TryInsert(page, item, _sealer.Seal(page, item, sequence, _sealed), _sealed, source, policy);
    }

    private bool TryInsert(PreparedPage page, PreparedItem item, SealedRecord record, SealedBytes bytes, int source, int policy)
    {
        var message = item.Message;
        _insert
            .Bind(1, record.Sequence)
            .Bind(2, writer.State.Frontier.Count)
            .Bind(3, source)
            .Bind(4, message.NativeId)
            .Bind(5, message.Revision)
            .Bind(6, Timestamps.ToMicroseconds(message.SentAt))
            .Bind(7, (long)message.Kind)
            .Bind(8, writer.Names.Conversation(source, message.Conversation))
            .Bind(9, writer.Names.Participant(source, message.Sender))
            .Bind(10, policy)
            .Bind(11, RecordSealer.KeepUntil(page, message))
            .Bind(12, bytes.Mac(record))
            .Bind(13, bytes.Body(record))
            .Run();
        if (writer.Database.Changes == 0)
        {
            return false;
        }

        WriteAttachments(item, record.Sequence);
        writer.State.LastSequence = record.Sequence;
        writer.AppendLeaf(record.Leaf);
        return true;
    }

    private bool IsStored(int source, ChatMessage message) =>
        _exists.Bind(1, message.NativeId).Bind(2, message.Revision).Bind(3, source).HasRow();

    private bool WasDisposed(int source, ChatMessage message) =>
        writer.Database.Prepare("disposed_exists").Bind(1, writer.Mac.Identity(source, message.NativeId, message.Revision)).HasRow();

    private void WriteAttachments(PreparedItem item, long sequence)
    {
        if (item.Files is not { Count: > 0 } files)
        {
            return;
        }

        Span<byte> recordKey = stackalloc byte[Sealer.KeySize];
        writer.Vault.TryRead(sequence, recordKey);
        for (var i = 0; i < item.Message.Attachments.Count; i++)
        {
            if (!files.TryGetValue(item.Message.Attachments[i].Id, out var content))
            {
                continue;
            }

            var mac = new byte[Sealer.MacSize];
            var body = new byte[content.Length + Sealer.TagSize];
            Sealer.Seal(KeyVault.AttachmentKey(recordKey, i), content, [], mac, body);
            writer.Database.Prepare("attachment_insert").Bind(1, sequence).Bind(2, i).Bind(3, mac).Bind(4, body).Run();
            writer.State["attachments"]++;
        }
    }

    private bool Quarantine(int source, QuarantinedItem item)
    {
        var identity = writer.Mac.Identity(source, item.NativeId, item.Revision);
        var mac = new byte[Sealer.MacSize];
        var body = new byte[item.Raw.Length + Sealer.TagSize];
        var envelope = new ByteWriter();
        envelope.WriteRaw(identity);
        envelope.WriteInt64(Timestamps.ToMicroseconds(item.Time));
        envelope.WriteText(item.Reason);
        Sealer.Seal(writer.Vault.QuarantineKey(identity), item.Raw.Span, envelope.Written, mac, body);
        writer.Database.Prepare("quarantine_insert")
            .Bind(1, source)
            .Bind(2, item.NativeId)
            .Bind(3, item.Revision)
            .Bind(4, Timestamps.ToMicroseconds(item.Time))
            .Bind(5, item.Reason)
            .Bind(6, mac)
            .Bind(7, body)
            .Run();
        var isNew = writer.Database.Changes > 0;
        writer.State["quarantined"] += isNew ? 1 : 0;
        return isNew;
    }

    private void WriteCounts(int source, Dictionary<(int Day, IntakeOutcome Outcome, string Reason), long> counts)
    {
        foreach (var ((day, outcome, reason), count) in counts)
        {
            var read = writer.Database.Prepare("intake_read").Bind(1, source).Bind(2, day).Bind(3, (long)outcome).Bind(4, reason);
            var before = 0L;
            if (read.Step())
            {
                before = read.Int64(0);
                read.Reset();
            }
            else
            {
                writer.State["intake"]++;
            }

            var total = before + count;
            writer.Database.Prepare("intake_write")
                .Bind(1, source)
                .Bind(2, day)
                .Bind(3, (long)outcome)
                .Bind(4, reason)
                .Bind(5, total)
                .Bind(6, writer.Mac.Intake(source, day, (long)outcome, reason, total))
                .Run();
            writer.State["sum." + outcome] += count;
        }
    }

    private void WriteCursor(int source, IReadOnlyDictionary<string, string?> changes)
    {
        foreach (var (part, value) in changes)
        {
            if (value is null)
            {
                writer.Database.Prepare("cursor_delete").Bind(1, source).Bind(2, part).Run();
                writer.State["cursors"] -= writer.Database.Changes;
                continue;
            }

            // Mostly it is there already.
            var mac = writer.Mac.Cursor(source, part, value);
            writer.Database.Prepare("cursor_update").Bind(1, source).Bind(2, part).Bind(3, value).Bind(4, mac).Run();
            if (writer.Database.Changes == 0)
            {
                writer.Database.Prepare("cursor_insert").Bind(1, source).Bind(2, part).Bind(3, value).Bind(4, mac).Run();
                writer.State["cursors"]++;
            }
        }
    }

    /// <summary>"redaction failed: …" is counted as "redaction failed".</summary>
    private static string Kind(string reason) => reason.Split(':')[0];

    private static void Count(
        Dictionary<(int Day, IntakeOutcome Outcome, string Reason), long> counts, int day, IntakeOutcome outcome, string reason, int count)
    {
        var key = (day, outcome, reason);
        counts[key] = counts.GetValueOrDefault(key) + count;
    }
}
