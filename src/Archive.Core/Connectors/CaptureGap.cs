namespace Archive.Core.Connectors;

/// <summary>A time of which nobody can say any more what was said: the platform no longer gives its messages out, and the source was not read to its end
/// since; or the app was out of a conversation. It cannot be repaired, so it is recorded as evidence.</summary>
/// <param name="From">Beginning of the last run that reached the end of the source; of a conversation, up to when it was read.</param>
/// <param name="To">Oldest time that the platform still gives out; of a conversation, when the app was found out of it, or in it again.</param>
/// <param name="Conversation">Id of the one conversation that it is about; null for the whole source.</param>
public sealed record CaptureGap(DateTimeOffset From, DateTimeOffset To, string? Conversation = null);
