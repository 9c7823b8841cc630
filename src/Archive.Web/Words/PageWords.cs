using System.Globalization;
using Archive.Core.Quarantine;
using Archive.Core.Sanctioning;
using Archive.Core.Search;
using Microsoft.Extensions.Localization;

namespace Archive.Web.Words;

/// <summary>The words of the pages in the person's language, with numbers, times and sizes as that language writes them.</summary>
public sealed class PageWords(IStringLocalizer<PageWords> localizer, TimeProvider clock, TimeZoneInfo zone)
{
    /// <summary>A key that is in no resource file is shown as itself; a test finds those.</summary>
    public string this[string key] => localizer[key].Value;

    public string Format(string key, params object[] arguments) => localizer[key, arguments].Value;

    /// <summary>The word for a value of an enumeration or a reason, or the value itself where there is none: reasons come from outside.</summary>
    public string Of(string group, object value)
    {
        var text = value.ToString() ?? "";
        var word = localizer[$"{group}.{text}"];
        return word.ResourceNotFound ? text : word.Value;
    }

    /// <summary>The sentence for a code of a problem, or the one that came with it.</summary>
    public string Problem(string group, string code, string message)
    {
        var word = localizer[$"{group}.{code}"];
        return word.ResourceNotFound ? message : word.Value;
    }

    /// <summary>A text that the archive stored, in the person's language where it is one of its own, and as it is stored where it is not.</summary>
    public string Stored(string text)
    {
        foreach (var (key, form) in StoredTexts.All)
        {
            if (form.Match(text) is { } places)
            {
                return Format(key, [.. places.Select(p => char.IsUpper(p.Place[0]) ? Of(p.Place, p.Value) : p.Value)]);
            }
        }

        return text;
    }

    /// <summary>What the reason of an item in quarantine says after its kind; empty where it says no more.</summary>
    public string QuarantineDetail(string reason)
    {
        var kind = QuarantineReasons.KindOf(reason);
        var detail = reason.Length > kind.Length + 2 ? reason[(kind.Length + 2)..] : "";
        return kind != QuarantineReasons.RefusedForNow ? Stored(detail) : Enum.TryParse<SanctionReason>(detail, out _) ? Of("Reason", detail) : Of("KeptReason", detail);
    }

    /// <summary>Why the clean-up keeps a record: "hold on person: matter", with the first part in words.</summary>
    public string Reason(string reason)
    {
        var colon = reason.IndexOf(": ", StringComparison.Ordinal);
        return colon < 0 ? Of("KeptReason", reason) : $"{Of("KeptReason", reason[..colon])}: {reason[(colon + 2)..]}";
    }

    /// <summary>What was searched. The number of the newest record tells how large the archive is, so a narrow view goes without it.</summary>
    public string IndexState(long searchable, IndexState state, bool isNarrow) => isNarrow
        ? Format("Print.IndexStateNarrow", Number(searchable), state.Generation)
        : Format("Print.IndexState", Number(searchable), Number(state.Cursor), state.Generation);

    public string Number(long value) => value.ToString("N0", CultureInfo.CurrentCulture);

    /// <summary>Zone of all times that are shown, as the settings name it.</summary>
    public string Zone => zone.Id;

    /// <summary>Date and time to the minute, in the zone of the pages.</summary>
    public string Time(DateTimeOffset time) => Local(time).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>When this page was made.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    public string Clock(DateTimeOffset time) => Local(time).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>For the title of a time and its machine-readable attribute: ISO 8601 with the offset from UTC at that time.</summary>
    public string Exact(DateTimeOffset time) => zone.BaseUtcOffset == TimeSpan.Zero && !zone.SupportsDaylightSavingTime
        ? time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        : Local(time).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    public string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public string LongDay(DateOnly day) => day.ToString("D", CultureInfo.CurrentCulture);

    /// <summary>How long ago, or in how long, in the largest fitting unit.</summary>
    public string Ago(DateTimeOffset time)
    {
        var span = clock.GetUtcNow() - time;
        var (number, unit) = Largest(span.Duration());
        return span >= TimeSpan.Zero ? Format($"Ago.{unit}", number) : Format($"In.{unit}", number);
    }

    public string Duration(TimeSpan span) => span.TotalSeconds < 1
        ? Format("Duration.Milliseconds", (long)span.TotalMilliseconds)
        : Format($"Duration.{Largest(span).Unit}", Largest(span).Number);

    public string Size(long bytes) => bytes switch
    {
        < 1024 => $"{bytes} B",
        < 1024 * 1024 => $"{bytes / 1024.0:0.#} KiB",
        < 1024L * 1024 * 1024 => $"{bytes / 1024.0 / 1024:0.#} MiB",
        _ => $"{bytes / 1024.0 / 1024 / 1024:0.#} GiB",
    };

    private DateTimeOffset Local(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, zone);

    private static (long Number, string Unit) Largest(TimeSpan span) => span switch
    {
        { TotalSeconds: < 60 } => ((long)span.TotalSeconds, "Seconds"),
        { TotalMinutes: < 60 } => ((long)span.TotalMinutes, "Minutes"),
        { TotalHours: < 48 } => ((long)span.TotalHours, "Hours"),
        _ => ((long)span.TotalDays, "Days"),
    };
}
