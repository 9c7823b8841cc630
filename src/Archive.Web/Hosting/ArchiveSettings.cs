using System.ComponentModel.DataAnnotations;
using Archive.Core.Retention;

namespace Archive.Web.Hosting;

/// <summary>What <c>archive.json</c> in the data folder, environment variables (<c>Archive__…</c>) and the command line configure.</summary>
public sealed class ArchiveSettings
{
    public const string Section = "Archive";

    /// <summary>Shown in the pages' header. Default "Messaging Archive".</summary>
    public string Organisation { get; set; } = "Messaging Archive";

    /// <summary>Seed of a demo archive, whose keys follow from it so that the same seed gives the same evidence root. Never set for real data.</summary>
    public int? DemoSeed { get; set; }

    /// <summary>Sources by name.</summary>
    public Dictionary<string, SourceSettings> Sources { get; set; } = new(StringComparer.Ordinal);
}

/// <summary>What all sources have. The rest of a source's section belongs to its platform.</summary>
public sealed class SourceSettings
{
    /// <summary>One of <see cref="SourcePlatforms"/>.</summary>
    [Required]
    public string Platform { get; set; } = "";

    /// <summary>Cron expression (UTC) of the pull. Default every 15 minutes.</summary>
    public string Schedule { get; set; } = "*/15 * * * *";

    /// <summary>A source whose newest complete pull is older than this is late. Default one hour, four times the default schedule; raise it together with a
    /// schedule that runs less often.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "366.00:00:00")]
    public TimeSpan LateAfter { get; set; } = DefaultLateAfter;

    internal static TimeSpan DefaultLateAfter { get; } = TimeSpan.FromHours(1);

    public RetentionSettings Retention { get; set; } = new();
}

/// <summary>Retention of a source.</summary>
public sealed class RetentionSettings
{
    /// <summary>Name and version, pinned on each record at capture.</summary>
    public string Policy { get; set; } = "default@1";

    /// <summary>Days during which nobody can delete. Default 2,190 (six years). Raising it later does not reach records already captured.</summary>
    [Range(0, 36_500)]
    public int MinimumDays { get; set; } = RetentionPolicy.UsualMinimumDays;

    /// <summary>What happens then. Default <see cref="RetentionAction.Keep"/>: nothing is deleted unless somebody says so.</summary>
    public RetentionAction Action { get; set; } = RetentionAction.Keep;
}
