namespace Archive.Connectors.Feishu;

/// <summary>Says in words without content why a message could not be mapped.</summary>
internal sealed class UnreadableMessageException(string message) : Exception(message);
