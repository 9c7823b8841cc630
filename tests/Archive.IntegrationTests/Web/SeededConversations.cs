using Archive.Tests.Sanctioning;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Archive.Core.Connectors;
using Archive.Core.Messages;
using Archive.Core.Sanctioning;

namespace Archive.IntegrationTests.Web;

/// <summary>A small source with everything that a conversation can hold: edits, a recall, reactions, a thread, a join, files, personal values,
/// hostile text, two languages and three years.</summary>
/// <param name="suffix">Put behind every text.</param>
internal sealed class SeededConversations(string source = "slack", string suffix = "") : IChatConnector
{
    public const string HostileText = "<script>alert('archive')</script> <img src=x onerror=alert(1)>";
    public const string HostileFile = "..\\..\\<b>evil</b>\".pdf";

    private static readonly string[] Sources = ["slack", Other];

    private static readonly Participant Alice = new("U01", "Alice Chen", ParticipantKind.Member);
    private static readonly Participant Wang = new("U02", "王建国", ParticipantKind.Member);
    private static readonly Participant Bob = new("U03", "Bob Keller", ParticipantKind.Member);
    private static readonly Participant Guest = new("U09", "Dana Ruiz", ParticipantKind.External);

    private static readonly Conversation Desk = new("C100", "trading-desk", ConversationKind.Channel, [Alice, Wang, Bob, Guest]);
    private static readonly Conversation Chinese = new("C200", "华东销售组", ConversationKind.Group, [Alice, Wang]);
    private static readonly Conversation Direct = new("D300", "Alice Chen, Bob Keller", ConversationKind.Direct, [Alice, Bob]);

    /// <summary>A second source where a test wants one.</summary>
    public const string Other = "legal";

    public string Source => source;

    public string Platform => "slack";

    public Provenance Provenance => Provenance.Captured;

    public static IReadOnlyList<RegisteredAccount> Accounts { get; } = [.. new[] { Alice, Wang, Bob }.SelectMany(p => Sources.Select(source => new RegisteredAccount(
        source, p.Id, "P-" + p.Id, p.Name, "Trading", new DateTimeOffset(2018, 1, 1, 0, 0, 0, TimeSpan.Zero), null, "notice-2",
        new DateTimeOffset(2018, 1, 1, 0, 0, 0, TimeSpan.Zero), AccountStanding.Sanctioned)))];

    public async IAsyncEnumerable<SourcePage> ReadAsync(SourceCursor cursor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield return new SourcePage([.. Messages().Select(m => Item(m with { Text = m.Text.Length == 0 ? "" : m.Text + suffix }))], new Dictionary<string, string?> { ["done"] = "1" });
    }

    private static SourceItem Item(ChatMessage message) => new(
        message.NativeId,
        Encoding.UTF8.GetBytes(message.NativeId + message.Revision),
        message,
        null,
        message.Attachments.Count == 0 ? null : new Dictionary<string, FileBytes> { ["F1"] = FileBytes.Of("report"u8.ToArray()) });

    private static IEnumerable<ChatMessage> Messages()
    {
        var start = new DateTimeOffset(2022, 1, 10, 8, 30, 0, TimeSpan.Zero);
        for (var i = 0; i < 240; i++)
        {
            var sender = (i % 3) switch { 0 => Alice, 1 => Bob, _ => Wang };
            yield return Say($"a{i}", Desk, sender, start.AddDays(i * 3).AddMinutes(i * 7), $"Settlement run {i}: the wire transfer for desk {i % 7} was checked against the ledger, no open breaks left before the cut-off.");
        }

        var day = new DateTimeOffset(2024, 3, 5, 9, 0, 0, TimeSpan.Zero);
        yield return Say("j1", Desk, Wang, day, "") with { Kind = MessageKind.Join };
        yield return Say("m1", Desk, Alice, day.AddMinutes(4), "Morning. Can somebody confirm the wire transfer to Helios? My mobile is 138 1234 5678, or alice.chen@harborbank.example.");
        yield return Say("m2", Desk, Bob, day.AddMinutes(6), "Confirmed with operations, value date tomorrow. Card on file is 4111 1111 1111 1111.");
        yield return Say("m3", Desk, Wang, day.AddMinutes(9), "请把汇款审批单发到群里，客户电话 13812345678。") with { ThreadId = "m1" };
        yield return Say("m2", Desk, Bob, day.AddMinutes(11), "Confirmed with operations, value date is Thursday, not tomorrow.") with { Kind = MessageKind.Edit, Revision = "1", Concerns = "m2" };
        yield return Say("m4", Desk, Alice, day.AddMinutes(14), "Form attached.") with
        {
            ThreadId = "m1",
            Attachments =
            [
                new Attachment("F1", "wire-transfer-form.pdf", "application/pdf", 6, AttachmentState.Stored, Convert.ToHexStringLower(SHA256.HashData("report"u8)), null),
                new Attachment("F2", HostileFile, "application/pdf", 812_000, AttachmentState.NotTaken, null, "Larger than the limit of 800000 bytes."),
            ],
        };
        yield return Say("m5", Desk, Bob, day.AddMinutes(20), "Ignore the above, wrong desk.");
        yield return Say("m5r", Desk, Bob, day.AddMinutes(22), "") with { Kind = MessageKind.Recall, Concerns = "m5" };
        yield return Say("r1", Desk, Alice, day.AddMinutes(23), "👍") with { Kind = MessageKind.Reaction, Concerns = "m2" };
        yield return Say("r2", Desk, Wang, day.AddMinutes(24), "👍") with { Kind = MessageKind.Reaction, Concerns = "m2" };
        yield return Say("m6", Desk, Wang, day.AddMinutes(31), HostileText);
        yield return Say("g1", Desk, Guest, day.AddMinutes(33), "A guest who is not in the register.");
        yield return Say("z1", Chinese, Wang, day.AddDays(1), "客户要求周五前完成转账，金额三百万，审批流程已发起。身份证 11010519491231002X 已核对。");
        yield return Say("z2", Chinese, Alice, day.AddDays(1).AddMinutes(3), "收到，转账审批我今天下午处理。");
        yield return Say("d1", Direct, Bob, day.AddDays(2), "Lunch? Also: did the wire transfer clear?");
    }

    private static ChatMessage Say(string id, Conversation where, Participant who, DateTimeOffset when, string text) => new()
    {
        NativeId = id,
        Kind = MessageKind.Text,
        Conversation = where,
        Sender = who,
        SentAt = when,
        Text = text,
    };
}
