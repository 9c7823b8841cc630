using System.ComponentModel.DataAnnotations;
using Archive.Connectors.Http;

namespace Archive.Connectors.Feishu;

/// <summary>One live Feishu or Lark source. The host fills it from its own settings of sources.</summary>
public sealed class FeishuOptions
{
    /// <summary>Name of the source, unique in the archive. It becomes part of every record, so it never changes.</summary>
    [Required]
    public string Source { get; set; } = "";

    /// <summary>https://open.feishu.cn for Feishu, https://open.larksuite.com for Lark: apps and ids of one are unknown to the other.</summary>
    public Uri BaseUrl { get; set; } = new("https://open.feishu.cn");

    /// <summary>Id of the firm's own app, <c>cli_…</c>.</summary>
    [Required]
    public string AppId { get; set; } = "";

    /// <summary>The app's secret. No default. Prefer <see cref="AppSecretFile"/>.</summary>
    public string? AppSecret { get; set; }

    /// <summary>File that holds the secret and nothing else; read at the start of each run, so a changed secret needs no restart.</summary>
    public string? AppSecretFile { get; set; }

    /// <summary>How long a message may take to show itself: what is younger when a run begins is handed out again by the next one, and a run reads from
    /// that much before its mark. Default 10 minutes, at least one: whether the platform's time filter includes its bounds is not documented, and it
    /// counts in seconds while messages count in milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan Overlap { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How far back each run looks for edits and recalls. Default 48 h. The platform tells of them in no other way; each 50 messages cost a request.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan RecentWindow { get; set; } = TimeSpan.FromHours(48);

    /// <summary>How far back the first run of each day looks for them. Default 30 days. Later edits and recalls are not found. A thread that was quiet for
    /// longer is looked at once in that time.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "366.00:00:00")]
    public TimeSpan DeepWindow { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Largest file that is taken, in bytes. Default 10 MiB; larger ones are listed with the reason. Each is in memory while it is sealed. The
    /// platform itself serves no file over 100 MB.</summary>
    [Range(0, 104_857_600)]
    public int MaxFileBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>Budget of the app, which all its sources share; the lowest of theirs counts. Default 15 a second; the platform's limit is 1,000 a minute and 50 a second for each method.</summary>
    [Range(0.001, 10_000)]
    public double RequestsPerSecond { get; set; } = 15;

    /// <summary>Messages asked for at a time. Default 50, the most that the platform gives.</summary>
    [Range(1, 50)]
    public int PageSize { get; set; } = 50;

    /// <summary>Pages fetched while the caller works on one. Default 1.</summary>
    [Range(1, 2)]
    public int PagesAhead { get; set; } = 1;

    public ConnectorHttpOptions Http { get; set; } = new() { WaitHeader = "x-ogw-ratelimit-reset" };

    /// <summary>Leaves out the secret.</summary>
    public override string ToString() => $"{Source} (app {AppId}, {BaseUrl})";
}
