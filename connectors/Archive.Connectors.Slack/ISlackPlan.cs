using Archive.Core.Connectors;

namespace Archive.Connectors.Slack;

/// <summary>How one of the two APIs is read.</summary>
internal interface ISlackPlan
{
    /// <summary>Where a run begins that does not go on from a position.</summary>
    SlackPosition Begin(SlackState state, DateTimeOffset now);

    IAsyncEnumerable<SourcePage> ReadAsync(SlackState state, DateTimeOffset now, CancellationToken cancellationToken);
}
