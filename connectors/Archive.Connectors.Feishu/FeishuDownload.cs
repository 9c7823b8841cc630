using Archive.Core.Connectors;

namespace Archive.Connectors.Feishu;

/// <summary>What came of a download.</summary>
/// <param name="File">Null when nothing was taken; then <paramref name="Reason"/> says why.</param>
/// <param name="Final">Trying again would not help: too large, deleted, or of a kind that the platform does not give out.</param>
internal sealed record FeishuDownload(FileBytes? File, string? MediaType, string? Reason, bool Final = false);
