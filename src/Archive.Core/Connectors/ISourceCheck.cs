namespace Archive.Core.Connectors;

/// <summary>Tries whether a source can be captured, without reading a message: secret, reach, clock, rights. Safe for concurrent callers.</summary>
public interface ISourceCheck
{
    /// <summary>Configured name of the source.</summary>
    string Source { get; }

    /// <summary>Findings in the order in which they were made. It ends with the first failure that keeps the others from being tried. Throws nothing but
    /// cancellation: a failure is a finding.</summary>
    IAsyncEnumerable<SourceFinding> RunAsync(CancellationToken cancellationToken);
}

/// <param name="Message">What was found and, where it is not good, what to do. Holds no secret and no content.</param>
public sealed record SourceFinding(SourceCheckStep Step, SourceFindingOutcome Outcome, string Message)
{
    public static SourceFinding Good(SourceCheckStep step, string message) => new(step, SourceFindingOutcome.Good, message);

    public static SourceFinding Failed(SourceCheckStep step, ConnectorException failure) => new(step, SourceFindingOutcome.Failed, failure.Message);
}

public enum SourceCheckStep
{
    /// <summary>The secret can be read from where the settings say.</summary>
    Secret,

    /// <summary>The platform answers.</summary>
    Reach,

    /// <summary>Its clock and ours agree.</summary>
    Clock,

    /// <summary>It takes the secret.</summary>
    Credentials,

    /// <summary>The application may do what capturing needs, and nothing that it does not need.</summary>
    Scopes,

    /// <summary>The list of people can be read.</summary>
    Directory,

    /// <summary>Conversations can be read.</summary>
    Conversations,
}

public enum SourceFindingOutcome
{
    Good,

    /// <summary>Capturing works, and something should be put right.</summary>
    Warning,

    /// <summary>Capturing does not work, or the application may do more than is allowed here.</summary>
    Failed,
}
