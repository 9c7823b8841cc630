using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Archive.Core.Connectors;
using Archive.Core.Messages;
using Archive.Core.Sanctioning;

namespace Archive.IntegrationTests.Pipeline;

/// <summary>A source of so many pages of so many messages, all by one registered account; message n of a page p reads "word-p common text n".
/// The cursor is the number of pages that are done.</summary>
internal sealed class ScriptedConnector(string source, int pages, int pageSize) : IChatConnector
{
    private const string Part = "position";

    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    private int _pulled;

    public string Source => source;

    public string Platform => "scripted";

    public Provenance Provenance => Provenance.Captured;

    /// <summary>Pages that were asked for so far, over all runs.</summary>
    public int Pulled => Volatile.Read(ref _pulled);

    /// <summary>Runs before a page is given out; may throw.</summary>
    public Func<int, CancellationToken, Task>? BeforePage { get; set; }

    /// <summary>Text of a message by its page and place; null for the usual one.</summary>
    public Func<int, int, string?>? Text { get; init; }

    /// <summary>What each message is, by its page and place.</summary>
    public Func<int, int, MessageKind> Kind { get; init; } = (_, _) => MessageKind.Text;

    public static RegisteredAccount Account(string source) =>
        new(source, "U1", "P1", "Una", null, Start.AddDays(-9), null, "notice@1", Start.AddDays(-8), AccountStanding.Sanctioned);

    public async IAsyncEnumerable<SourcePage> ReadAsync(SourceCursor cursor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sender = new Participant("U1", "Una", ParticipantKind.Member);
        var desk = new Conversation("C1", "desk", ConversationKind.Channel, [sender]);
        var done = int.Parse(cursor.Find(Part) ?? "0", CultureInfo.InvariantCulture);
        for (var page = done + 1; page <= pages; page++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Interlocked.Increment(ref _pulled);
            if (BeforePage is { } before)
            {
                await before(page, cancellationToken);
            }

            var items = Enumerable.Range(1, pageSize).Select(n =>
            {
                var text = Text?.Invoke(page, n) ?? $"word{page} common text {n}";
                return new SourceItem($"{page}:{n}", Encoding.UTF8.GetBytes(text), new ChatMessage
                {
                    NativeId = $"{page}:{n}", Kind = Kind(page, n), Conversation = desk, Sender = sender,
                    SentAt = Start.AddSeconds((page * pageSize) + n), Text = text,
                });
            });
            yield return new SourcePage(
                [.. items], new Dictionary<string, string?>(StringComparer.Ordinal) { [Part] = page.ToString(CultureInfo.InvariantCulture) });
        }
    }
}
