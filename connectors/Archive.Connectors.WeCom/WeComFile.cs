namespace Archive.Connectors.WeCom;

/// <summary>A file that a message names.</summary>
/// <param name="Id">The platform's sdkfileid: hundreds of characters, opaque, never cut.</param>
/// <param name="Name">As the sender's client gave it; most have none.</param>
/// <param name="Size">In bytes as the message states it; null where it does not.</param>
/// <param name="Md5">As the message states it, lower-case hex; null where it does not.</param>
/// <param name="Reason">Why there is nothing to fetch; null where there is.</param>
internal sealed record WeComFile(string Id, string Name, string MediaType, long? Size, string? Md5, string? Reason = null);
