using System.Globalization;
using Archive.Core.Audit;
using Archive.Core.Connectors;
using Archive.Core.Evidence;
using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Archive.Core.Sealing;
using Archive.Storage.Evidence;
using Archive.Storage.Operations;

namespace Archive.Storage.Records;

/// <summary>Writes one prepared page inside a transaction of the writer: records with their leaves, quarantine, counters, cursor.</summary>
internal sealed class PageAppend(LogWriter writer, IRecordInsert records)
{
    /// <exception cref="Core.Jobs.LeaseLostException">The page came from a process that no longer holds its source.</exception>
    public AppendResult Append(PreparedPage page)
    {
        if (page.Received != page.Admitted.Count + page.Quarantined.Count + page.TurnedAway.Sum(t => t.Count))
        {
            throw new ArgumentException("The counts of the page do not add up.", nameof(page));
        }

        Leases.Require(writer.Database, page.Lease);
        writer.State["received"] += page.Received;
        var source = writer.Names.Source(page.Source, page.Platform);
        var policy = writer.Names.Policy(page.Retention);
        var counts = new Dictionary<(int Day, IntakeOutcome Outcome, string Reason), long>();
        var appended = new List<AppendedRecord>(page.Admitted.Count);
        var duplicates = 0;
        var sequence = writer.State.LastSequence;
        writer.Vault.Ensure(sequence + page.Admitted.Count);
        var ahead = writer.Sealing.Take(page);
        var isNew = records.Insert(page, ahead, source, policy);
        for (var i = 0; i < isNew.Length; i++)
        {
            var item = page.Admitted[i];
            var day = Timestamps.ToDay(item.Message.SentAt);
            if (isNew[i])
            {
                appended.Add(new AppendedRecord(++sequence, item));
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
        else
        {
            writer.Sealing.Pass(writer.State.LastSequence);
        }

        writer.State["records"] += appended.Count;
        writer.State["redacted"] += appended.Sum(a => (long)a.Item.Marks.Count);
        var quarantined = 0;
        foreach (var item in page.Quarantined)
        {
            var isFirst = Quarantine(source, item);
            quarantined += isFirst ? 1 : 0;
            duplicates += isFirst ? 0 : 1;
            Count(counts, Timestamps.ToDay(item.Time), isFirst ? IntakeOutcome.Quarantined : IntakeOutcome.Duplicate, isFirst ? Kind(item.Reason) : "", 1);
        }

        foreach (var turnedAway in page.TurnedAway)
        {
            Count(counts, turnedAway.Day, turnedAway.Outcome, turnedAway.Reason, turnedAway.Count);
        }

        WriteCounts(source, counts);
        WriteCursor(source, page.CursorChanges);
        if (page.Gap is { } gap)
        {
            writer.AppendEntry(new EvidenceEntry(EvidenceKind.CaptureGap, page.CapturedAt, "system:pull", ToFacts(page.Source, gap).ToJson()));
        }

        return new AppendResult(appended, duplicates, quarantined);
    }

    private static AuditFacts ToFacts(string source, CaptureGap gap) => new()
    {
        What = string.Create(
            CultureInfo.InvariantCulture,
            $"messages of {source} from {gap.From:yyyy-MM-dd HH:mm}Z to {gap.To:yyyy-MM-dd HH:mm}Z are out of reach: the platform no longer gave them out when the source was read again"),
    };

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
        var isNew = writer.Database.Prepare("quarantine_insert")
            .Bind(1, source)
            .Bind(2, item.NativeId)
            .Bind(3, item.Revision)
            .Bind(4, Timestamps.ToMicroseconds(item.Time))
            .Bind(5, item.Reason)
            .Bind(6, mac)
            .Bind(7, body)
            .Run() > 0;
        writer.State["quarantined"] += isNew ? 1 : 0;
        return isNew;
    }

    private void WriteCounts(int source, Dictionary<(int Day, IntakeOutcome Outcome, string Reason), long> counts)
    {
        var before = ReadCounts(source, counts.Keys);
        foreach (var ((day, outcome, reason), count) in counts)
        {
            var isThere = before.TryGetValue((day, outcome, reason), out var known);
            writer.State["intake"] += isThere ? 0 : 1;
            var total = known + count;
            writer.Database.Prepare("intake_write")
                .Bind(1, source)
                .Bind(2, day)
                .Bind(3, (long)outcome)
                .Bind(4, reason)
                .Bind(5, total)
                .Bind(6, writer.Mac.Intake(source, day, (long)outcome, reason, total))
                .Post();
            writer.State["sum." + outcome] += count;
        }
    }

    private Dictionary<(int Day, IntakeOutcome Outcome, string Reason), long> ReadCounts(
        int source, IEnumerable<(int Day, IntakeOutcome Outcome, string Reason)> keys)
    {
        var counts = new Dictionary<(int Day, IntakeOutcome Outcome, string Reason), long>();
        var rows = writer.Database.Prepare("intake_of_day", [.. keys.Select(k => (long)k.Day).Distinct()]).Bind(2, source);
        while (rows.Step())
        {
            counts[(rows.Int32(0), (IntakeOutcome)rows.Int32(1), rows.Text(2))] = rows.Int64(3);
        }

        return counts;
    }

    private void WriteCursor(int source, IReadOnlyDictionary<string, string?> changes)
    {
        foreach (var (part, value) in changes)
        {
            if (value is null)
            {
                writer.State["cursors"] -= writer.Database.Prepare("cursor_delete").Bind(1, source).Bind(2, part).Run();
                continue;
            }

            // Mostly it is there already.
            var mac = writer.Mac.Cursor(source, part, value);
            if (writer.Database.Prepare("cursor_update").Bind(1, source).Bind(2, part).Bind(3, value).Bind(4, mac).Run() == 0)
            {
                writer.Database.Prepare("cursor_insert").Bind(1, source).Bind(2, part).Bind(3, value).Bind(4, mac).Post();
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
