using System.ComponentModel.DataAnnotations;
using Archive.Connectors.Http;

namespace Archive.Connectors.Slack;

public enum SlackApiKind
{
    /// <summary>discovery.*: the whole organisation, direct messages included. Needs the approval of the platform.</summary>
    Discovery,

    /// <summary>conversations.*: what the app is a member of in one workspace.</summary>
    Web,
}

/// <summary>One live Slack source. The host fills it from its own settings of sources.</summary>
public sealed class SlackOptions
{
    /// <summary>Name of the source, unique in the archive. It becomes part of every record, so it never changes.</summary>
    [Required]
    public string Source { get; set; } = "";

    /// <summary>The app's token. No default. Prefer <see cref="TokenFile"/>.</summary>
    public string? Token { get; set; }

    /// <summary>File that holds the token and nothing else; read at the start of each run, so a rotated token needs no restart.</summary>
    public string? TokenFile { get; set; }

    public Uri BaseUrl { get; set; } = new("https://slack.com/api/");

    public SlackApiKind Api { get; set; } = SlackApiKind.Discovery;

    /// <summary>Discovery API: id of the profile field with a person's department, <c>Xf…</c>. Its text becomes the department in the register. Default null: none.</summary>
    [RegularExpression(SlackProfileField.Id, ErrorMessage = SlackProfileField.Malformed)]
    public string? DepartmentField { get; set; }

    /// <summary>Discovery API: id of the profile field with a person's manager, one whose value is an account. Default null: none.</summary>
    [RegularExpression(SlackProfileField.Id, ErrorMessage = SlackProfileField.Malformed)]
    public string? ManagerField { get; set; }

    /// <summary>Messages asked for at a time. Default 1,000; lowered to what each method allows.</summary>
    [Range(1, 1_000)]
    public int PageSize { get; set; } = 1_000;

    /// <summary>How far behind the newest message of a conversation each run reads again, for late edits and reactions. Default 24 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan Overlap { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Web API: how old the first message of a thread may be for its new replies to be found. Default 30 days. Each run reads that
    /// much history again: the platform has no other way to tell of a reply in an old thread.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "366.00:00:00")]
    public TimeSpan ThreadLookback { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Discovery API: age of the last full walk over all members' conversations from which the next run is a full walk.
    /// Default 7 days, the reach of discovery.conversations.recent; more would leave a gap.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan FullWalkEvery { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Largest file that is taken, in bytes. Default 10 MiB; larger ones are listed with the reason. Each is in memory while it is sealed.</summary>
    [Range(0, 1_073_741_824)]
    public int MaxFileBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>Budget of the token, which all its sources share; the lowest of theirs counts. Default: Discovery 15 a second (the organisation has 30 for all its apps together), Web API 0.8 (its
    /// Tier 3 is 50 a minute).</summary>
    [Range(0.001, 10_000)]
    public double? RequestsPerSecond { get; set; }

    /// <summary>Pages fetched while the caller works on one. Default 1.</summary>
    [Range(1, 2)]
    public int PagesAhead { get; set; } = 1;

    public ConnectorHttpOptions Http { get; set; } = new();

    internal double EffectiveRequestsPerSecond => RequestsPerSecond ?? (Api == SlackApiKind.Discovery ? 15 : 0.8);

    /// <summary>Leaves out the token.</summary>
    public override string ToString() => $"{Source} ({Api}, {BaseUrl})";
}
