using Archive.Core.Messages;

namespace Archive.Web.Messages;

/// <summary>A conversation as it reads: days, and in them messages with their edits, recall and reactions folded in.</summary>
public sealed record ConversationThread(IReadOnlyList<ConversationDay> Days)
{
    private sealed class Folding(StoredRecord first)
    {
        public StoredRecord First { get; } = first;
        public List<StoredRecord> Edits { get; } = [];
        public List<StoredRecord> Reactions { get; } = [];
        public StoredRecord? Recall { get; set; }
    }

    /// <param name="records">Ascending by time. What concerns a message that is not among them stands for itself.</param>
    /// <param name="zone">Zone whose midnight parts the days.</param>
    public static ConversationThread Build(IReadOnlyList<StoredRecord> records, long focus, TimeZoneInfo zone)
    {
        var entries = new List<Folding>(records.Count);
        var byId = new Dictionary<(string Source, string NativeId), Folding>();
        foreach (var record in records)
        {
            var message = record.Message;
            if (message.Concerns is { } concerned && byId.TryGetValue((record.Source, concerned), out var target) && Fold(target, record))
            {
                continue;
            }

            var entry = new Folding(record);
            entries.Add(entry);
            byId.TryAdd((record.Source, message.NativeId), entry);
        }

        return new ConversationThread([.. entries
            .Select(e => Entry(e, focus))
            .GroupBy(e => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(e.Record.Message.SentAt, zone).DateTime))
            .Select(g => new ConversationDay(g.Key, [.. g]))]);
    }

    private static bool Fold(Folding target, StoredRecord record)
    {
        switch (record.Message.Kind)
        {
            case MessageKind.Edit:
                target.Edits.Add(record);
                return true;
            case MessageKind.Recall:
                target.Recall = record;
                return true;
            case MessageKind.Reaction:
                target.Reactions.Add(record);
                return true;
            default:
                return false;
        }
    }

    private static ConversationEntry Entry(Folding folding, long focus)
    {
        var versions = folding.Edits.Prepend(folding.First).ToList();
        var shown = versions[^1];
        var all = versions.Concat(folding.Reactions).Append(folding.Recall ?? folding.First);
        return new ConversationEntry(
            folding.First,
            shown.Message.Text,
            [.. versions.Take(versions.Count - 1)],
            folding.Recall,
            [.. folding.Reactions.GroupBy(r => r.Message.Text).Select(g => new ReactionCount(g.Key, [.. g.Select(r => r.Message.Sender.Name)]))],
            all.Any(r => r.Sequence == focus));
    }
}

public sealed record ConversationDay(DateOnly Day, IReadOnlyList<ConversationEntry> Entries);

/// <param name="Record">The first form.</param>
/// <param name="Text">The newest form.</param>
/// <param name="Earlier">Forms before the newest, oldest first; empty when it was never edited.</param>
/// <param name="Recall">The recall, whose text is none of the message's.</param>
public sealed record ConversationEntry(
    StoredRecord Record,
    string Text,
    IReadOnlyList<StoredRecord> Earlier,
    StoredRecord? Recall,
    IReadOnlyList<ReactionCount> Reactions,
    bool IsFocus);

public sealed record ReactionCount(string Reaction, IReadOnlyList<string> People);
