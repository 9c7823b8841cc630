using Archive.Simulators.Slack.Faults;

namespace Archive.Simulators.Slack;

/// <summary>What the simulated organisation looks like and how it misbehaves.</summary>
public sealed class SlackSimulatorOptions
{
    /// <summary>Loopback port. Default 0: any free one.</summary>
    public int Port { get; set; }

    /// <summary>Default: one Discovery token and one Web API token.</summary>
    public IList<SlackToken> Tokens { get; set; } = [SlackToken.Discovery, SlackToken.Web];

    /// <summary>Clock of rate limits, token expiry and fault delays. Has no part in which messages exist: that is <see cref="ServedUntil"/>.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Multiplies every rate limit. Default 1, the platform's published numbers; a demo sets it high.</summary>
    public double RateScale { get; set; } = 1;

    /// <summary>Messages, edits, recalls and reactions after it have not happened yet. Default null: everything has.
    /// The running simulator has a property of the same name.</summary>
    public DateTimeOffset? ServedUntil { get; set; }

    /// <summary>Whether the message at a Discovery page's <c>offset</c> comes again at the top of the next page. The platform does not
    /// document it, so clients must cope with both. Default true.</summary>
    public bool RepeatBoundaryMessage { get; set; } = true;

    /// <summary>Number of workspaces over which the channels are spread, 1 to 26. Default 1. A Web API token that is not organisation-wide
    /// belongs to the first.</summary>
    public int Workspaces { get; set; } = 1;

    /// <summary>Turns "@Full Name", "#channel" and links of the corpus into the platform's mark-up. Default true. Rendered back (the name of
    /// the person after "@", of the channel after "#", the bare link) the text equals the corpus'.</summary>
    public bool MarkUp { get; set; } = true;

    /// <summary>From when on, in simulated time (<see cref="ServedUntil"/>), the Web API's app is no longer in a channel, by corpus conversation id: a private one is out of its sight then, of a
    /// public one it sees the name. Has no part in tokens with a person behind them. Default: none.</summary>
    public IDictionary<string, DateTimeOffset> AppRemoved { get; set; } = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);

    /// <summary><c>users.list</c> without <c>limit</c> answers <c>limit_required</c> when more people than this would be listed. Default 1,000.</summary>
    public int UserListLimitRequiredAbove { get; set; } = 1_000;

    /// <summary>One in so many files, chosen by id, is a link elsewhere (<c>mode: external</c>) without content. Default 16; 0 means none.</summary>
    public int ExternalFileOneIn { get; set; } = 16;

    /// <summary>Gives the links of files without host, so that answers do not depend on the port and the same corpus gives the same bytes in every run.
    /// The real platform's links are whole. Default false.</summary>
    public bool RelativeFileLinks { get; set; }

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
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(RateScale);
        ArgumentOutOfRangeException.ThrowIfLessThan(Workspaces, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Workspaces, 26);
        ArgumentOutOfRangeException.ThrowIfNegative(ExternalFileOneIn);
        ArgumentOutOfRangeException.ThrowIfNegative(Port);
    }
}
