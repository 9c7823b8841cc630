namespace Archive.Core.Connectors;

/// <summary>A time of which nobody can say any more what was said: the platform no longer gives its messages out, and the source was not read to its end
/// since. It cannot be repaired, so it is recorded as evidence.</summary>
/// <param name="From">Beginning of the last run that reached the end of the source.</param>
/// <param name="To">Oldest time that the platform still gives out.</param>
public sealed record CaptureGap(DateTimeOffset From, DateTimeOffset To);
