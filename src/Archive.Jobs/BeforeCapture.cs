namespace Archive.Jobs;

/// <summary>What must be on record before anything is captured, such as the configuration in force. When it fails nothing is captured.</summary>
public delegate Task BeforeCapture(CancellationToken cancellationToken);
