using System.Text.Json.Serialization;

namespace Archive.Connectors.Feishu.Wire;

internal sealed record FeishuDepartment
{
    public string? Name { get; init; }
    public string? OpenDepartmentId { get; init; }
    public string? ParentDepartmentId { get; init; }
    public string? LeaderUserId { get; init; }
    public IReadOnlyList<FeishuLeader?>? Leaders { get; init; }
    public FeishuDepartmentStatus? Status { get; init; }
}

/// <summary>The only names of the platform that are not written with underscores.</summary>
/// <param name="LeaderType">1 for the leader, 2 for a deputy.</param>
internal sealed record FeishuLeader(
    [property: JsonPropertyName("leaderType")] int? LeaderType, [property: JsonPropertyName("leaderID")] string? LeaderId);

internal sealed record FeishuDepartmentStatus(bool IsDeleted);
