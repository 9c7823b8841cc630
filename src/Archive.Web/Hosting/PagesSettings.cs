using Microsoft.Extensions.Options;

namespace Archive.Web.Hosting;

/// <summary>What the pages show.</summary>
public sealed class PagesSettings
{
    public const string Section = "Archive:Pages";

    /// <summary>IANA id of the zone in which times are shown, such as "Asia/Shanghai". Default "UTC". Dates in queries, months of hits, schedules and daily
    /// counts stay in UTC, and say so.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <exception cref="OptionsValidationException">There is no such zone.</exception>
    internal TimeZoneInfo FindZone() =>
        TimeZone == "UTC" ? TimeZoneInfo.Utc
        : TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) && zone.HasIanaId ? zone
        : throw new OptionsValidationException(
            Section,
            typeof(PagesSettings),
            [$"{Section}:TimeZone \"{TimeZone}\" is no time zone of this machine. Write an IANA id such as Asia/Shanghai or Europe/London, or UTC; where no zone is known, install tzdata."]);
}
