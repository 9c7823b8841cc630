using Archive.Simulators.Corpus;
using Archive.Simulators.Hosting;

namespace Archive.Simulators.Feishu.Organisation;

/// <summary>Turns the messages of a conversation into those of the platform. What becomes of a message follows from a hash of its corpus id,
/// so that it always looks the same.</summary>
internal sealed class ChatBuilder(FeishuSimulatorOptions options, Func<string, Account> account)
{
    private readonly ExtraMessages _extras = new(options.ExtraOneIn);

    public void Fill(Chat chat, IEnumerable<CorpusMessage> messages)
    {
        // OrderBy is stable: messages of one instant keep the corpus' order.
        var ordered = messages.OrderBy(m => m.Time).ToArray();
        var threads = ConversationThreads.Of(ordered);
        var parts = new List<SentMessage>[ordered.Length];
        var all = new List<SentMessage>(ordered.Length);
        for (var i = 0; i < ordered.Length; i++)
        {
            parts[i] = [.. PartsOf(chat, ordered[i])];
            all.AddRange(parts[i]);
            if (account(ordered[i].SenderId) is { IsBot: false } && _extras.After(chat, ordered[i], parts[i].Count, all) is { } extra)
            {
                // Belongs to the same thread as the message that it follows.
                parts[i].Add(extra);
                all.Add(extra);
            }
        }

        Tie(ordered, threads, parts);
        chat.All = [.. all.OrderBy(m => m.Time)];
        chat.History = [.. chat.All.Where(m => m.Thread is null || m.Thread.Root == m)];
        chat.Members = [.. ConversationMembers.Of(chat.Source, ordered, id => account(id).Source)];
    }

    private IEnumerable<SentMessage> PartsOf(Chat chat, CorpusMessage message)
    {
        var files = message.Files ?? [];
        var number = 0;
        if (message.Text.Length > 0 || files.Count == 0)
        {
            yield return new SentMessage(SentMessage.IdOf(message), chat, message, FormOf(message), message.Time);
            number++;
        }

        foreach (var file in files)
        {
            yield return new SentMessage(
                number == 0 ? SentMessage.IdOf(message) : "om_" + StableHash.Hex32(file.Id, "message of file"),
                chat, message, MessageForm.File, message.Time.AddMilliseconds(number), ResourceOf(file));
            number++;
        }
    }

    private MessageForm FormOf(CorpusMessage message) => message.Kind switch
    {
        CorpusMessageKind.Join or CorpusMessageKind.Leave or CorpusMessageKind.TopicChange => MessageForm.System,
        CorpusMessageKind.Unknown => MessageForm.Unknown,
        _ when account(message.SenderId).IsBot => OneIn(options.CardOneIn, message, "card") ? MessageForm.Card : MessageForm.Text,
        _ => OneIn(options.PostOneIn, message, "post") ? MessageForm.Post : MessageForm.Text,
    };

    private static bool OneIn(int n, CorpusMessage message, string purpose) => n > 0 && StableHash.OneIn((ulong)n, message.Id, purpose);

    private static Resource ResourceOf(CorpusFile file)
    {
        var kind = Resource.KindOf(file.Name);
        var cover = kind == ResourceKind.Video ? "img_v3_" + StableHash.Hex32(file.Id, "cover") : null;
        return new Resource(Resource.KeyOf(file), kind, file.Name, file.MimeType, file.Content, cover, file);
    }

    private void Tie(CorpusMessage[] ordered, ConversationThreads threads, List<SentMessage>[] parts)
    {
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (rootIndex, replies) in threads.Replies)
        {
            indexes.Clear();
            indexes[ordered[rootIndex].Id] = rootIndex;
            var root = parts[rootIndex][0];
            var messages = new List<SentMessage>();
            foreach (var reply in replies)
            {
                indexes[ordered[reply].Id] = reply;
                foreach (var part in parts[reply])
                {
                    // ConversationThreads found the parent, so it is there.
                    part.Parent = parts[indexes[ordered[reply].ThreadOf!]][0];
                    part.Root = root;
                    messages.Add(part);
                }
            }

            if (!OneIn(options.QuoteReplyOneIn, ordered[rootIndex], "quote"))
            {
                var thread = new MessageThread("omt_" + StableHash.Hex32(ordered[rootIndex].Id, "thread")[..16], root, [.. messages.OrderBy(m => m.Time)]);
                root.Thread = thread;
                messages.ForEach(m => m.Thread = thread);
            }
        }
    }
}
