using Archive.Simulators.Corpus;
using Archive.Simulators.Hosting;
using Archive.Simulators.WeCom.Organisation;

namespace Archive.Simulators.WeCom.Messages;

/// <summary>Turns the messages of the corpus into those of the platform, which knows neither edits nor threads nor reactions. What becomes of a
/// message follows from a hash of its corpus id, so that it always looks the same.</summary>
internal sealed class MessageMaker(Corporation corporation, WeComSimulatorOptions options, IReadOnlyDictionary<string, CorpusMessage> roots)
{
    private readonly ExtraMessages _extras = new(options);

    /// <summary>Nothing for joins, leaves and topics: the archive does not deliver them.</summary>
    public IEnumerable<SentMessage> Make(CorpusMessage message)
    {
        if (message.Kind is CorpusMessageKind.Join or CorpusMessageKind.Leave or CorpusMessageKind.TopicChange)
        {
            return [];
        }

        var room = corporation.RoomOf(message.ConversationId);
        var sender = corporation.AccountOf(message.SenderId);
        var standing = new List<SentMessage>();
        var all = new List<SentMessage>();
        if (message.Text.Length > 0 || (message.Files ?? []).Count == 0)
        {
            Say(new SentMessage(message.Id, room, sender, FormOf(message, sender), message.Time, message) { Text = TextOf(message, message.Text) });
        }

        foreach (var file in message.Files ?? [])
        {
            Say(new SentMessage(message.Id + " " + file.Id, room, sender, MessageForm.File, message.Time.AddMilliseconds(all.Count), message) { Media = [Media.Of(file)] });
        }

        if (_extras.After(all[0], all.Count) is { } extra)
        {
            all.Add(extra);
        }

        foreach (var edit in message.Edits ?? [])
        {
            Edit(edit);
        }

        if (message.RecalledAt is { } recalled)
        {
            all.AddRange(standing.Select((m, i) => RecallOf(m, recalled.AddMilliseconds(i))));
        }

        return all;

        void Say(SentMessage said)
        {
            all.Add(said);
            standing.Add(said);
        }

        void Edit(CorpusEdit edit)
        {
            var previous = standing.FindLast(m => m.Form is MessageForm.Text or MessageForm.Markdown);
            var key = $"{message.Id} {edit.Time.UtcTicks}";
            var next = new SentMessage(key, room, sender, FormOf(message, sender), edit.Time.AddMilliseconds(1), message) { Text = TextOf(message, edit.Text) };
            if (previous is not null && options.EditAsRecallOneIn > 0 && StableHash.OneIn((ulong)options.EditAsRecallOneIn, key, "edit"))
            {
                standing.Remove(previous);
                all.Add(RecallOf(previous, edit.Time));
            }

            Say(next);
        }
    }

    private static SentMessage RecallOf(SentMessage message, DateTimeOffset time) =>
        new(message.Key + " recall", message.Room, message.Sender, MessageForm.Revoke, time, message.Source) { Revoked = message };

    private MessageForm FormOf(CorpusMessage message, Account sender) => message.Kind switch
    {
        CorpusMessageKind.Unknown => MessageForm.Unknown,
        _ when sender.IsRobot && OneIn(options.MarkdownOneIn, message, "markdown") => MessageForm.Markdown,
        _ => MessageForm.Text,
    };

    private string TextOf(CorpusMessage message, string text)
    {
        // A literal backslash would make the control character hard to tell from an escape that was typed.
        if (OneIn(options.ControlOneIn, message, "control") && !text.Contains('\\', StringComparison.Ordinal))
        {
            text += ControlCharacter.For(message.Id);
        }

        return message.ThreadOf is { } parent && roots.TryGetValue(parent, out var quoted)
            ? Quote.Of(corporation.AccountOf(quoted.SenderId).Source.Name, quoted.Text, text)
            : text;
    }

    private static bool OneIn(int n, CorpusMessage message, string purpose) => n > 0 && StableHash.OneIn((ulong)n, message.Id, purpose);
}
