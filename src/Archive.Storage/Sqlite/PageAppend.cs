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
    private readonly ByteWriter _envelope = new();
    private readonly ByteWriter _text = new();
    private byte[] _body = new byte[4096];

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
        foreach (var item in page.Admitted)
        {
            var day = Timestamps.ToDay(item.Message.SentAt);
            if (IsKnown(source, item.Message, hasDisposed))
            {
                duplicates++;
                Count(counts, day, IntakeOutcome.Duplicate, "", 1);
                continue;
            }

            appended.Add(new AppendedRecord(AppendRecord(page, item, source, policy, day), item));
            Count(counts, day, IntakeOutcome.Admitted, "", 1);
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

    private bool IsKnown(int source, ChatMessage message, bool hasDisposed)
    {
        var exists = _exists.Bind(1, message.NativeId).Bind(2, message.Revision).Bind(3, source);
        if (exists.Step())
        {
            exists.Reset();
            return true;
        }

        if (!hasDisposed)
        {
            return false;
        }

        var disposed = writer.Database.Prepare("disposed_exists").Bind(1, writer.Mac.Identity(source, message.NativeId, message.Revision));
        var wasDisposed = disposed.Step();
        disposed.Reset();
        return wasDisposed;
    }

    private long AppendRecord(PreparedPage page, PreparedItem item, int source, int policy, int day)
    {
        var message = item.Message;
        var sequence = writer.State.LastSequence + 1;
        var leafIndex = writer.State.Frontier.Count;
        var keepUntil = day + page.Retention.MinimumDays;
        var conversation = writer.Names.Conversation(source, message.Conversation);
        var sender = writer.Names.Participant(source, message.Sender);
        new RecordEnvelope(
            sequence,
            Timestamps.ToMicroseconds(message.SentAt),
            keepUntil,
            (byte)message.Kind,
            page.Source,
            message.NativeId,
            message.Revision,
            message.Conversation.Id,
            message.Sender.Id,
            page.Retention.Name).Encode(_envelope);
        RecordEncoding.Encode(_text, item, page.Provenance, page.CapturedAt, page.RedactionPolicy);

        Span<byte> key = stackalloc byte[Sealer.KeySize];
        if (!writer.Vault.TryRead(sequence, key))
        {
            throw new StorageException(StorageFailure.Corrupt, $"The key slot of record {sequence} is not usable. Run 'archive verify'.");
        }

        Span<byte> mac = stackalloc byte[Sealer.MacSize];
        var size = _text.Written.Length + Sealer.TagSize;
        if (_body.Length < size)
        {
            _body = new byte[size * 2];
        }

        var body = _body.AsSpan(0, size);
        Sealer.Seal(key, _text.Written, _envelope.Written, mac, body);
        _insert
            .Bind(1, sequence)
            .Bind(2, leafIndex)
            .Bind(3, source)
            .Bind(4, message.NativeId)
            .Bind(5, message.Revision)
            .Bind(6, Timestamps.ToMicroseconds(message.SentAt))
            .Bind(7, (long)message.Kind)
            .Bind(8, conversation)
            .Bind(9, sender)
            .Bind(10, policy)
            .Bind(11, keepUntil)
            .Bind(12, mac)
            .Bind(13, body)
            .Run();
        WriteAttachments(item, sequence, key);
        writer.State.LastSequence = sequence;
        writer.AppendLeaf(LeafEncoding.HashRecord(mac, _envelope.Written, body));
        return sequence;
    }

    private void WriteAttachments(PreparedItem item, long sequence, ReadOnlySpan<byte> recordKey)
    {
        if (item.Files is not { Count: > 0 } files)
        {
            return;
        }

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
        _envelope.Clear();
        _envelope.WriteRaw(identity);
        _envelope.WriteInt64(Timestamps.ToMicroseconds(item.Time));
        _envelope.WriteText(item.Reason);
        Sealer.Seal(writer.Vault.QuarantineKey(identity), item.Raw.Span, _envelope.Written, mac, body);
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

            writer.State["cursors"] += HasCursor(source, part) ? 0 : 1;
            writer.Database.Prepare("cursor_write")
                .Bind(1, source).Bind(2, part).Bind(3, value).Bind(4, writer.Mac.Cursor(source, part, value)).Run();
        }
    }

    private bool HasCursor(int source, string part)
    {
        var exists = writer.Database.Prepare("cursor_exists").Bind(1, source).Bind(2, part);
        var found = exists.Step();
        exists.Reset();
        return found;
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
