using Archive.Simulators.Feishu.Faults;

namespace Archive.Simulators.Feishu;

/// <summary>What the list call does for a group when the app lacks <see cref="FeishuScope.GroupMessages"/>; both have been seen.</summary>
public enum GroupScopeRefusal
{
    /// <summary>Code 230027.</summary>
    Error,

    /// <summary>An empty page and success.</summary>
    Nothing,
}

/// <summary>What the simulated tenant looks like and how it misbehaves.</summary>
public sealed class FeishuSimulatorOptions
{
    /// <summary>Loopback port. Default 0: any free one.</summary>
    public int Port { get; set; }

    public FeishuApp App { get; set; } = FeishuApp.Archive;

    /// <summary>Clock of tokens, page tokens, rate limits, event retries and fault delays. Has no part in which messages exist: that is
    /// <see cref="ServedUntil"/>.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Life of a new tenant token. Default two hours, the platform's longest; a short one expires in the middle of a walk.</summary>
    public TimeSpan TokenLife { get; set; } = TimeSpan.FromHours(2);

    /// <summary>How long a page token may be used. The platform names no time. Default one hour.</summary>
    public TimeSpan PageTokenLife { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Counts 1,000 a minute and 50 a second for each API. Default false: a demo and most tests have no use for waiting.</summary>
    public bool EnforceRateLimits { get; set; }

    /// <summary>HTTP status of logical errors, 200 or 400: a client has to look at <c>code</c> in both. Default 400.</summary>
    public int ErrorStatus { get; set; } = 400;

    /// <summary>Messages, edits, recalls, reactions and moves of the bot after it have not happened yet. Default null: everything has.
    /// The running simulator has a property of the same name.</summary>
    public DateTimeOffset? ServedUntil { get; set; }

    /// <summary>When the bot is in which chat, by corpus id of the conversation. Elsewhere it is in every group always and in no 1:1 chat.</summary>
    public IDictionary<string, BotStay> Bot { get; set; } = new Dictionary<string, BotStay>(StringComparer.Ordinal);

    public GroupScopeRefusal WithoutGroupScope { get; set; } = GroupScopeRefusal.Error;

    /// <summary>Chats in restricted mode, where messages may not be copied, by corpus id: their history leaves everything out without an error. May be changed while it runs.</summary>
    public ISet<string> Restricted { get; set; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Whether <c>start_time</c> and <c>end_time</c> include their second. The platform does not document it. Default true.</summary>
    public bool TimeBoundsInclusive { get; set; } = true;

    /// <summary>Whether a bot that was added later sees what was said before. Depends on the group's setting. Default true.</summary>
    public bool HistoryBeforeBot { get; set; } = true;

    /// <summary>Whether the <c>thread</c> container begins with the thread's root. The platform does not document it. Default true.</summary>
    public bool ThreadIncludesRoot { get; set; } = true;

    /// <summary>One in so many threads of the corpus is a chain of quoting replies in the chat itself, without <c>thread_id</c>. Default 4; 0 none.</summary>
    public int QuoteReplyOneIn { get; set; } = 4;

    /// <summary>One in so many texts by people is a <c>post</c>. Default 8; 0 none.</summary>
    public int PostOneIn { get; set; } = 8;

    /// <summary>One in so many texts by bots is a card. Default 2; 0 none.</summary>
    public int CardOneIn { get; set; } = 2;

    /// <summary>After one in so many texts by people a message of a rarer type follows that the corpus does not have. Default 40; 0 none.</summary>
    public int ExtraOneIn { get; set; } = 40;

    /// <summary>The app's contact range: names of corpus departments. Default null: all staff.</summary>
    public IReadOnlyList<string>? ContactRange { get; set; }

    /// <summary>Largest resource that is handed out, in bytes. Default 100 MB, the platform's.</summary>
    public long MostResourceBytes { get; set; } = 100L * 1024 * 1024;

    /// <summary>What is wrong with particular files, by corpus file id.</summary>
    public IDictionary<string, FileFault> FileFaults { get; set; } = new Dictionary<string, FileFault>(StringComparer.Ordinal);

    public FaultSchedule Faults { get; set; } = FaultSchedule.None;

    /// <summary>How long <see cref="FaultKind.Delay"/> holds an answer back. Default 200 ms.</summary>
    public TimeSpan FaultDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long <see cref="FaultKind.Hang"/> says nothing before it drops the connection. Default 2 minutes: longer than a
    /// client's patience.</summary>
    public TimeSpan FaultHang { get; set; } = TimeSpan.FromMinutes(2);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Port);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(TokenLife, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(TokenLife, TimeSpan.FromHours(2));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(PageTokenLife, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(QuoteReplyOneIn);
        ArgumentOutOfRangeException.ThrowIfNegative(PostOneIn);
        ArgumentOutOfRangeException.ThrowIfNegative(CardOneIn);
        ArgumentOutOfRangeException.ThrowIfNegative(ExtraOneIn);
        if (ErrorStatus is not (200 or 400))
        {
            throw new ArgumentOutOfRangeException(nameof(ErrorStatus), ErrorStatus, "200 or 400.");
        }
    }
}
