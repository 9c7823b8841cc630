using System.Globalization;
using Archive.Connectors.Http.Forms;
using Archive.Core.Retention;
using Archive.Web.Hosting;

namespace Archive.Web.Sources;

/// <summary>What every source is asked for, whatever its platform. Their words have no platform in their names.</summary>
internal static class SharedFields
{
    public const string Name = "Name";
    public const string LateAfter = nameof(SourceSettings.LateAfter);

    public static SourceFormField Schedule { get; } = new(nameof(SourceSettings.Schedule), SourceFieldKind.Choice)
    {
        Choices = [.. SourceRhythm.All.Select(r => r.Name)], IsRequired = true,
    };

    public static IReadOnlyList<SourceFormField> Retention { get; } =
    [
        SourceFormField.Number<RetentionSettings>(nameof(RetentionSettings.MinimumDays)) with { Setting = Of(nameof(RetentionSettings.MinimumDays)), IsRequired = true },
        new(Of(nameof(RetentionSettings.Action)), SourceFieldKind.Choice) { Choices = [nameof(RetentionAction.Keep), nameof(RetentionAction.Dispose)], IsRequired = true },
        new(Of(nameof(RetentionSettings.Policy)), SourceFieldKind.Text) { IsRequired = true },
    ];

    public static IReadOnlyList<SourceFormField> All { get; } = [Schedule, .. Retention];

    /// <summary>What an empty form proposes: what a source of archive.json has that says nothing.</summary>
    public static Dictionary<string, string> Proposed { get; } = new(StringComparer.Ordinal)
    {
        [Schedule.Setting] = SourceRhythm.All[1].Name,
        [Of(nameof(RetentionSettings.MinimumDays))] = new RetentionSettings().MinimumDays.ToString(CultureInfo.InvariantCulture),
        [Of(nameof(RetentionSettings.Action))] = nameof(RetentionAction.Keep),
        [Of(nameof(RetentionSettings.Policy))] = new RetentionSettings().Policy,
    };

    private static string Of(string setting) => $"{nameof(SourceSettings.Retention)}:{setting}";
}

/// <summary>How often a source is pulled: what an operator chooses instead of writing a cron expression. It is late after four missed pulls, at the latest
/// after two days.</summary>
/// <param name="Name">Has the words <c>SourceField.Schedule.NAME</c>.</param>
internal sealed record SourceRhythm(string Name, string Cron, TimeSpan LateAfter)
{
    public static IReadOnlyList<SourceRhythm> All { get; } =
    [
        new("m5", "*/5 * * * *", TimeSpan.FromMinutes(20)),
        new("m15", "*/15 * * * *", TimeSpan.FromHours(1)),
        new("h1", "0 * * * *", TimeSpan.FromHours(4)),
        new("h6", "0 */6 * * *", TimeSpan.FromHours(24)),
        new("d1", "0 2 * * *", TimeSpan.FromDays(2)),
    ];
}
