using System.Text.Json;
using Archive.Connectors.Http;

namespace Archive.Connectors.WeCom.Text;

/// <summary>Types that say something in a few fields.</summary>
internal static class OtherText
{
    /// <returns>Null for a type that is not known.</returns>
    public static string? Find(string type, JsonElement part) => type switch
    {
        "card" => Lines(part, "corpname", "userid"),
        "location" => Lines(part, "title", "address"),
        "link" => Lines(part, "title", "description", "link_url"),
        "weapp" => Lines(part, "title", "description", "displayname"),
        "todo" => Lines(part, "title", "content"),
        "docmsg" => Lines(part, "title", "link_url"),
        "sphfeed" => Lines(part, "sph_name", "feed_desc"),
        "vote" => Join([LenientJson.Text(part, "votetitle"), .. LenientJson.Elements(LenientJson.Child(part, "voteitem")).Select(Scalar)]),
        "collect" => Join(
        [
            .. Texts(part, "room_name", "title"),
            .. LenientJson.Elements(LenientJson.Child(part, "details")).Select(detail => LenientJson.Text(detail, "ques")),
        ]),
        "news" => News(part),
        _ => null,
    };

    /// <summary>The fields that are there, a line each.</summary>
    public static string Lines(JsonElement part, params string[] names) => Join(Texts(part, names));

    public static string Join(IEnumerable<string?> lines) => string.Join('\n', lines.Where(line => !string.IsNullOrWhiteSpace(line)));

    private static IEnumerable<string?> Texts(JsonElement part, params string[] names) => names.Select(name => LenientJson.Scalar(part, name));

    /// <summary>A list, or one in the form of earlier years.</summary>
    private static string News(JsonElement part)
    {
        JsonElement[] items = [.. LenientJson.Elements(LenientJson.Child(part, "item"))];
        return Join((items.Length > 0 ? items : [part]).Select(item => Lines(item, "title", "description", "url")));
    }

    private static string? Scalar(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString() : null;
}
