using System.Globalization;
using Archive.Core.Audit;
using Archive.Core.Connectors;
using Archive.Core.Consent;
using Archive.Core.Evidence;
using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Archive.Core.Quarantine;
using Archive.Storage.Evidence;
using Archive.Storage.Operations;
using Archive.Storage.Quarantine;

namespace Archive.Storage.Records;

/// <summary>Writes one prepared page inside a transaction of the writer: records with their leaves, quarantine, counters, cursor.</summary>
internal sealed class PageAppend(LogWriter writer, IRecordInsert records)
{
    /// <exception cref="Core.Jobs.LeaseLostException">The page came from a process that no longer holds its source.</exception>
    /// <exception cref="RegisterChangedException">The gate decided over it by a register that has been changed since.</exception>
    public AppendResult Append(PreparedPage page)
    {
        if (page.Received != page.Admitted.Count + page.Quarantined.Count + page.TurnedAway.Sum(t => t.Count))
        {
            throw new ArgumentException("The counts of the page do not add up.", nameof(page));
        }

        Leases.Require(writer.Database, page.Lease);
        RequireNewest(page);
        writer.State["received"] += page.Received;
        var source = writer.Names.Source(page.Source, page.Platform);
        var counts = new IntakeCounts(writer, source);
        var isNew = Insert(page, source, counts);
        var appended = Number(page, isNew);
        var duplicates = isNew.Length - appended.Count;
        var quarantined = 0;
        foreach (var (item, isFirst) in Quarantine(source, page.Quarantined))
        {
            quarantined += isFirst ? 1 : 0;
            duplicates += isFirst ? 0 : 1;
            counts.Add(
                Timestamps.ToDay(item.Time),
                isFirst ? IntakeOutcome.Quarantined : IntakeOutcome.Duplicate,
                isFirst ? QuarantineReasons.KindOf(item.Reason) : "",
                1);
        }

        foreach (var turnedAway in page.TurnedAway)
        {
            counts.Add(turnedAway.Day, turnedAway.Outcome, turnedAway.Reason, turnedAway.Count);
        }

        counts.Write();
        WriteConsents(source, page.Consents);
        WriteCursor(source, page.CursorChanges);
        if (page.Gap is { } gap)
        {
            writer.AppendEntry(new EvidenceEntry(EvidenceKind.CaptureGap, page.CapturedAt, "system:pull", ToFacts(page.Source, gap).ToJson()));
        }

        return new AppendResult(appended, duplicates, quarantined);
    }

    /// <summary>Nobody changes the register while the writer is at work, here or in another process.</summary>
    public static void RequireNewest(PreparedPage page)
    {
        if (page.IsOutdated?.Invoke() == true)
        {
            throw new RegisterChangedException();
        }
    }

    /// <summary>Records with their leaves, and their counters.</summary>
    /// <returns>For each admitted item whether it was new.</returns>
    public bool[] Insert(PreparedPage page, int source, IntakeCounts counts)
    {
        var policy = writer.Names.Policy(page.Retention);
        writer.Vault.Ensure(writer.State.LastSequence + page.Admitted.Count);
        var ahead = writer.Sealing.Take(page);
        var isNew = records.Insert(page, ahead, source, policy);
        for (var i = 0; i < isNew.Length; i++)
        {
            var item = page.Admitted[i];
            counts.Add(Timestamps.ToDay(item.Message.SentAt), isNew[i] ? IntakeOutcome.Admitted : IntakeOutcome.Duplicate, isNew[i] ? page.AdmittedReason : "", 1);
            writer.State["records"] += isNew[i] ? 1 : 0;
            writer.State["redacted"] += isNew[i] ? item.Marks.Count : 0;
        }

        if (ahead is not null)
        {
            writer.Sealing.Finish(ahead, writer.State.LastSequence);
        }
        else
        {
            writer.Sealing.Pass(writer.State.LastSequence);
        }

        return isNew;
    }

    /// <summary>The new ones with the numbers they got: the last that were given.</summary>
    public List<AppendedRecord> Number(PreparedPage page, bool[] isNew)
    {
        var sequence = writer.State.LastSequence - isNew.Count(n => n);
        var appended = new List<AppendedRecord>(isNew.Length);
        for (var i = 0; i < isNew.Length; i++)
        {
            if (isNew[i])
            {
                appended.Add(new AppendedRecord(++sequence, page.Admitted[i]));
            }
        }

        return appended;
    }

    private static AuditFacts ToFacts(string source, CaptureGap gap)
    {
        var period = string.Create(CultureInfo.InvariantCulture, $"from {gap.From:yyyy-MM-dd HH:mm}Z to {gap.To:yyyy-MM-dd HH:mm}Z");
        return new()
        {
            What = gap.Conversation is { } conversation
                ? $"the app of {source} was out of conversation {conversation} {period}: what was said there then may be missing"
                : $"messages of {source} {period} are out of reach: the platform no longer gave them out when the source was read again",
        };
    }

    /// <summary>Keys are made for those alone that are neither here nor gone from here.</summary>
    private List<(QuarantinedItem Item, bool IsFirst)> Quarantine(int source, IReadOnlyList<QuarantinedItem> items)
    {
        var known = items.Select(item => (Item: item, Identity: writer.Mac.Identity(source, item.NativeId, item.Revision)))
            .Select(i => (i.Item, i.Identity, IsKnown: IsKnown(source, i.Item, i.Identity))).ToList();
        if (known.Any(i => !i.IsKnown))
        {
            writer.Vault.EnsureItems([.. known.Where(i => !i.IsKnown).Select(i => i.Identity)]);
        }

        return [.. known.Select(i => (i.Item, !i.IsKnown && Quarantine(source, i.Item, i.Identity)))];
    }

    private bool IsKnown(int source, QuarantinedItem item, byte[] identity) => writer.Database.Prepare("quarantine_known")
        .Bind(1, source).Bind(2, item.NativeId).Bind(3, item.Revision).Bind(4, identity).Find() is not null;

    /// <returns>False when the page has it twice.</returns>
    private bool Quarantine(int source, QuarantinedItem item, byte[] identity)
    {
        var time = Timestamps.ToMicroseconds(item.Time);
        var key = writer.Vault.ItemKey(identity)
            ?? throw new StorageException(StorageFailure.Corrupt, $"{writer.Database.Name}: the key of a new item was erased. Nothing was written; run 'archive verify'.");
        var (mac, body) = QuarantineSeal.Seal(key, identity, time, item.Reason, item.Raw.Span);
        var isNew = writer.Database.Prepare("quarantine_insert")
            .Bind(1, source)
            .Bind(2, item.NativeId)
            .Bind(3, item.Revision)
            .Bind(4, time)
            .Bind(5, item.Reason)
            .Bind(6, mac)
            .Bind(7, body)
            .Run() > 0;
        writer.State["quarantined"] += isNew ? 1 : 0;
        return isNew;
    }

    private void WriteConsents(int source, IReadOnlyList<ConsentChange> changes)
    {
        foreach (var change in changes)
        {
            var (time, standing) = (Timestamps.ToMicroseconds(change.At), (long)change.Standing);
            writer.State["consents"] += writer.Database.Prepare("consent_insert")
                .Bind(1, source)
                .Bind(2, change.Conversation)
                .Bind(3, change.Account)
                .Bind(4, time)
                .Bind(5, standing)
                .Bind(6, writer.Mac.Consent(source, change.Conversation, change.Account, time, standing))
                .Run();
        }
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
}
