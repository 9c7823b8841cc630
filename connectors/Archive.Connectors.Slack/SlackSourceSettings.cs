using System.ComponentModel.DataAnnotations;

namespace Archive.Connectors.Slack;

/// <summary>What <c>Archive:Sources:NAME</c> says of a source on this platform, beside what all sources have.</summary>
public sealed class SlackSourceSettings
{
    /// <summary>"discovery" or "web". Default "discovery".</summary>
    public string Api { get; set; } = "discovery";

    /// <summary>Address of the API; null for the platform's own.</summary>
    public Uri? Address { get; set; }

    /// <summary>The access token. Prefer <see cref="TokenFile"/>.</summary>
    public string? Token { get; set; }

    /// <summary>File that holds the access token and nothing else.</summary>
    public string? TokenFile { get; set; }

    /// <summary>Requests a second at most; null for the platform's usual budget. Other applications of the firm share that budget.</summary>
    [Range(0.01, 100_000)]
    public double? RequestsPerSecond { get; set; }

    /// <summary>Largest file that is taken, in MiB; null for 10. Each is in memory while it is sealed.</summary>
    [Range(1, 100)]
    public int? MaxFileMegabytes { get; set; }

    /// <summary>Discovery API: id of the profile field with a person's department, <c>Xf…</c>; null for none.</summary>
    [RegularExpression(SlackProfileField.Id, ErrorMessage = SlackProfileField.Malformed)]
    public string? DepartmentField { get; set; }

    /// <summary>Discovery API: id of the profile field with a person's manager, <c>Xf…</c>; null for none.</summary>
    [RegularExpression(SlackProfileField.Id, ErrorMessage = SlackProfileField.Malformed)]
    public string? ManagerField { get; set; }
}
