using System.ComponentModel.DataAnnotations;
using Archive.Connectors.Feishu.Callbacks;

namespace Archive.Connectors.Feishu;

/// <summary>What <c>Archive:Sources:NAME</c> says of a source on this platform, beside what all sources have.</summary>
internal sealed class FeishuSourceSettings
{
    /// <summary>https://open.larksuite.com for Lark; null for Feishu's own address.</summary>
    public Uri? Address { get; set; }

    /// <summary>Id of the firm's own app, <c>cli_…</c>.</summary>
    [Required]
    public string AppId { get; set; } = "";

    /// <summary>The app's secret. Prefer <see cref="AppSecretFile"/>.</summary>
    public string? AppSecret { get; set; }

    /// <summary>File that holds the app's secret and nothing else.</summary>
    public string? AppSecretFile { get; set; }

    /// <summary>Requests a second at most; null for the connector's budget. Other uses of the app share the platform's.</summary>
    [Range(0.01, 10_000)]
    public double? RequestsPerSecond { get; set; }

    /// <summary>Largest file that is taken, in MiB; null for 10. Each is in memory while it is sealed.</summary>
    [Range(1, 100)]
    public int? MaxFileMegabytes { get; set; }

    /// <summary>Secrets of the app's events; null where it pushes none.</summary>
    public FeishuCallbackSettings? Callback { get; set; }
}
