using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Archive.Core.Connectors;
using Archive.Core.Messages;
using Archive.Core.Sanctioning;

namespace Archive.Tests.Completeness;

/// <summary>A platform in memory whose faults are known: the first run gives out neither what it drops nor what it delays, some messages twice, and all of them in
/// disorder; the second run gives out what was delayed; a second read gives out everything but what the platform hides by then.</summary>
internal sealed class FakePlatform(IReadOnlyList<FakeItem> items, int seed) : IConfirmingConnector
{
    public const string Name = "harbor";
    private const int PageSize = 7;
    private readonly Random _order = new(seed);

    public string Source => Name;

    public string Platform => "fake";

    public Provenance Provenance => Provenance.Captured;

    public IReadOnlyList<FakeItem> Items => items;

    public HashSet<FakeItem> Dropped { get; } = [];

    public HashSet<FakeItem> Delayed { get; } = [];

    public HashSet<FakeItem> Repeated { get; } = [];

    /// <summary>What second reads do not give out.</summary>
    public HashSet<FakeItem> Hidden { get; } = [];

    /// <summary>Files fetched by second reads.</summary>
    public int FilesTaken { get; private set; }

    public static RegisteredAccount[] Accounts =>
    [
        Account("kept", AccountStanding.Sanctioned), Account("declined", AccountStanding.Declined),
    ];

    public async IAsyncEnumerable<SourcePage> ReadAsync(SourceCursor cursor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        var run = int.Parse(cursor.Find("run") ?? "0");
        var given = run switch
        {
            0 => [.. items.Where(i => !Dropped.Contains(i) && !Delayed.Contains(i)), .. Repeated],
            1 => [.. Delayed],
            _ => Array.Empty<FakeItem>(),
        };
        _order.Shuffle(given);
        foreach (var page in given.Chunk(PageSize))
        {
            yield return new SourcePage([.. page.Select(i => i.ToItem(withFile: true))], new Dictionary<string, string?>());
        }

        yield return new SourcePage([], new Dictionary<string, string?> { ["run"] = (run + 1).ToString() });
    }

    public async IAsyncEnumerable<SourcePage> ReadAgainAsync(SecondRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        FakeItem[] given = [.. items.Where(i => !Hidden.Contains(i) && (i.Kind == FakeKind.Unreadable || i.Message.SentAt >= read.Since)), .. Repeated];
        _order.Shuffle(given);
        foreach (var page in given.Chunk(PageSize))
        {
            yield return new SourcePage([.. page.Select(i => Give(i, read))], new Dictionary<string, string?> { ["run"] = "99" });
        }
    }

    private SourceItem Give(FakeItem item, SecondRead read)
    {
        var takesFile = item.HasFile && read.TakesFilesOf?.Invoke(item.ToItem(withFile: false)) == true;
        FilesTaken += takesFile ? 1 : 0;
        return item.ToItem(takesFile);
    }

    private static RegisteredAccount Account(string id, AccountStanding standing) => new(
        Name, id, "P-" + id, id, null, DateTimeOffset.UnixEpoch, null, "notice@1", DateTimeOffset.UnixEpoch, standing);
}

internal enum FakeKind
{
    Kept,
    Refused,
    Withheld,
    Unredactable,

    /// <summary>Nothing but its id is known, not even its time.</summary>
    Unreadable,
}

internal sealed record FakeItem(string Id, FakeKind Kind, DateTimeOffset SentAt, bool HasFile)
{
    /// <summary>What the redactor of the tests cannot vouch for.</summary>
    public const string Unredactable = "unredactable";

    private static readonly byte[] File = "a file"u8.ToArray();

    public DateOnly Day => DateOnly.FromDateTime(SentAt.UtcDateTime);

    public ChatMessage Message => new()
    {
        NativeId = Id,
        Kind = MessageKind.Text,
        Conversation = new Conversation("C1", "desk", ConversationKind.Channel, []),
        Sender = new Participant(
            Kind switch { FakeKind.Refused => "stranger", FakeKind.Withheld => "declined", _ => "kept" },
            "somebody",
            ParticipantKind.Member),
        SentAt = SentAt,
        Text = Kind == FakeKind.Unredactable ? Unredactable : "words of " + Id,
    };

    public SourceItem ToItem(bool withFile)
    {
        var raw = Encoding.UTF8.GetBytes(Id);
        if (Kind == FakeKind.Unreadable)
        {
            return new SourceItem(Id, raw, null, "it makes no sense");
        }

        if (!HasFile)
        {
            return new SourceItem(Id, raw, Message);
        }

        var attachment = withFile
            ? new Attachment("F" + Id, "plan.txt", "text/plain", File.Length, AttachmentState.Stored, Convert.ToHexStringLower(SHA256.HashData(File)), null)
            : new Attachment("F" + Id, "plan.txt", "text/plain", File.Length, AttachmentState.NotTaken, null, "Not asked for.");
        return new SourceItem(
            Id, raw, Message with { Attachments = [attachment] }, Files: withFile ? new Dictionary<string, FileBytes> { [attachment.Id] = FileBytes.Of(File) } : null);
    }
}
