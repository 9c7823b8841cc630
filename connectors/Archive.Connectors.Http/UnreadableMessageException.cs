namespace Archive.Connectors.Http;

/// <summary>Says in words without content why a message could not be mapped.</summary>
public sealed class UnreadableMessageException(string message) : Exception(message);
