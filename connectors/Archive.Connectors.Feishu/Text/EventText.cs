using System.Globalization;
using System.Text;
using System.Text.Json;
using Archive.Connectors.Http;

namespace Archive.Connectors.Feishu.Text;

/// <summary>Words of what is no talk: system lines, appointments, calls, tasks, votes.</summary>
internal static class EventText
{
    // Some clients write seconds where the others write milliseconds; no appointment is in 1973.
    private const long FirstMillisecond = 100_000_000_000;

    /// <summary>"{from_user} invited {to_chatters}" with what the other members of the content say.</summary>
    public static string System(JsonElement content)
    {
        var template = LenientJson.Text(content, "template") ?? "";
        var text = new StringBuilder();
        var at = 0;
        while (at < template.Length)
        {
            var open = template.IndexOf('{', at);
            var close = open < 0 ? -1 : template.IndexOf('}', open);
            if (close < 0)
            {
                break;
            }

            text.Append(template, at, open - at).Append(Value(LenientJson.Child(content, template[(open + 1)..close])));
            at = close + 1;
        }

        return text.Append(template, at, template.Length - at).ToString().Trim();
    }

    public static IEnumerable<string> Appointment(JsonElement content)
    {
        yield return LenientJson.Text(content, "summary") ?? "";
        var (start, end) = (Time(content, "start_time"), Time(content, "end_time"));
        yield return end is null ? start ?? "" : $"{start} – {end}";
    }

    public static IEnumerable<string> Call(JsonElement content) => [LenientJson.Text(content, "topic") ?? "", Time(content, "start_time") ?? ""];

    public static IEnumerable<string> Task(JsonElement content, PostText summary)
    {
        summary.Add(LenientJson.Child(content, "summary"));
        return [.. summary.Lines, Time(content, "due_time") ?? ""];
    }

    public static IEnumerable<string> Vote(JsonElement content) =>
    [
        LenientJson.Text(content, "topic") ?? "",
        .. LenientJson.Elements(LenientJson.Child(content, "options")).Select(option => "- " + Value(option)),
    ];

    public static string Place(JsonElement content)
    {
        var (name, longitude, latitude) = (LenientJson.Text(content, "name"), LenientJson.Scalar(content, "longitude"), LenientJson.Scalar(content, "latitude"));
        return longitude is null || latitude is null ? name ?? "" : $"{name} ({latitude}, {longitude})".Trim();
    }

    private static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() ?? "",
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Value).Where(v => v.Length > 0)),
        JsonValueKind.Object => LenientJson.Text(value, "text") ?? LenientJson.Text(value, "name") ?? "",
        _ => "",
    };

    private static string? Time(JsonElement content, string name)
    {
        if (!long.TryParse(LenientJson.Scalar(content, name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value == 0)
        {
            return null;
        }

        var milliseconds = value < FirstMillisecond ? value * 1_000 : value;
        return milliseconds > FeishuTime.Last ? null
            : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
    }
}
