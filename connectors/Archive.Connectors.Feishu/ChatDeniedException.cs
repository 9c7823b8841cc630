namespace Archive.Connectors.Feishu;

/// <summary>The platform answers for a chat as if all were well, and keeps its messages back.</summary>
/// <param name="reason">One of <see cref="DeniedPlace"/>.</param>
internal sealed class ChatDeniedException(string reason) : Exception($"The chat is {reason}.")
{
    public string Reason { get; } = reason;
}
