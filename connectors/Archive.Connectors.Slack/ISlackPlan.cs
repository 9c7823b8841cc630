namespace Archive.Connectors.Slack;

/// <summary>How one of the two APIs is read.</summary>
internal interface ISlackPlan
{
    IAsyncEnumerable<Core.Connectors.SourcePage> ReadAsync(SlackState state, DateTimeOffset now, CancellationToken cancellationToken);
}
