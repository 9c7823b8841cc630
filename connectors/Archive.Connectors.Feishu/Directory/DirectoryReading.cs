namespace Archive.Connectors.Feishu.Directory;

/// <summary>What came of asking for the directory.</summary>
/// <param name="At">When it was begun.</param>
/// <param name="Directory">Null where the app may not read it.</param>
/// <param name="Missing">Accounts of the firm's own that were looked for in it and are not there.</param>
/// <param name="Refusal">Why it may not.</param>
internal sealed record DirectoryReading(DateTimeOffset At, FeishuDirectory? Directory, IReadOnlySet<string> Missing, string? Refusal = null);
