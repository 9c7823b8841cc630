using System.Globalization;
using System.Text.Json;
using Archive.Connectors.Http;

namespace Archive.Connectors.WeCom.Text;

/// <summary>What happened, rather than what was said, in words of ours.</summary>
internal static class EventText
{
    private static readonly Dictionary<string, string> Standings = new(StringComparer.Ordinal)
    {
        ["1"] = "joining", ["2"] = "declined", ["3"] = "tentative", ["4"] = "not invited", ["5"] = "cancelled", ["6"] = "expired", ["7"] = "not in the room",
    };

    public static string Of(string type, JsonElement part) => type switch
    {
        "agree" => "agreed to the archiving of the conversation",
        "disagree" => "declined the archiving of the conversation",
        "meeting" => OtherText.Join(
        [
            LenientJson.Text(part, "topic"), Span(part), LenientJson.Text(part, "address"), LenientJson.Text(part, "remarks"),
            Standings.GetValueOrDefault(LenientJson.Scalar(part, "status") ?? ""),
        ]),
        "calendar" => OtherText.Join([LenientJson.Text(part, "title"), Span(part), LenientJson.Text(part, "place"), LenientJson.Text(part, "remarks")]),
        "voiptext" => LenientJson.Scalar(part, "callduration") is { } seconds ? $"call, {seconds} s" : "call",
        _ => OtherText.Lines(part, "wish"),
    };

    /// <summary>Times of meetings and calendars are in seconds, unlike those of messages.</summary>
    private static string Span(JsonElement part)
    {
        var times = new[] { "starttime", "endtime" }
            .Select(name => long.TryParse(LenientJson.Scalar(part, name), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? WeComTime.Read(seconds) : null)
            .OfType<DateTimeOffset>().Select(time => time.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture));
        return string.Join(" – ", times);
    }
}
