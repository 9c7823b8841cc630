using Archive.Core.Jobs;

namespace Archive.Web.Operations;

public sealed class JobRunView
{
    public long Id { get; set; }
    public string Job { get; set; } = "";
    public string? Source { get; set; }
    public string StartedBy { get; set; } = "";
    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }
    public JobOutcome Outcome { get; set; }
    public IReadOnlyDictionary<string, long> Counts { get; set; } = new Dictionary<string, long>(StringComparer.Ordinal);
    public string? Error { get; set; }
}

/// <summary>A job of the catalogue with its last run.</summary>
public sealed class JobView
{
    public string Name { get; set; } = "";
    public string? Source { get; set; }
    public string Schedule { get; set; } = "";
    public DateTimeOffset? NextRun { get; set; }

    /// <summary>Set after mapping, from the run log.</summary>
    public JobRunView? LastRun { get; set; }
}

public sealed class HoldView
{
    public long Id { get; set; }
    public string Matter { get; set; } = "";
    public Core.Retention.HoldSubject Subject { get; set; }
    public string Target { get; set; } = "";
    public string PlacedBy { get; set; } = "";
    public DateTimeOffset PlacedAt { get; set; }
}

public sealed class UserView
{
    public string Name { get; set; } = "";
    public IReadOnlyList<string> Roles { get; set; } = [];
    public IReadOnlyList<string> Sources { get; set; } = [];
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? DisabledAt { get; set; }
    public DateTimeOffset? LockedUntil { get; set; }
}
