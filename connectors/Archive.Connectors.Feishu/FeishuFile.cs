namespace Archive.Connectors.Feishu;

/// <summary>A file that a message names.</summary>
/// <param name="Key">The platform's key of it, good within its message alone.</param>
/// <param name="Name">As the sender's client gave it; images have none.</param>
/// <param name="IsImage">The platform has one call for both, but wants to be told.</param>
/// <param name="Reason">Why there is nothing to fetch; null where there is.</param>
internal sealed record FeishuFile(string MessageId, string Key, string Name, bool IsImage, string? Reason = null);
