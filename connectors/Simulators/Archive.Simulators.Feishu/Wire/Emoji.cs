using System.Collections.Frozen;

namespace Archive.Simulators.Feishu.Wire;

/// <summary>The platform's names of emoji. A corpus emoji that is not in the table keeps its name in capitals.</summary>
internal static class Emoji
{
    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        ["+1"] = "THUMBSUP",
        ["eyes"] = "GLANCE",
        ["white_check_mark"] = "CheckMark",
        ["pray"] = "THANKS",
        ["tada"] = "PARTY",
        ["joy"] = "LOL",
        ["heart"] = "HEART",
        ["thinking_face"] = "THINKING",
        ["raised_hands"] = "HIGHFIVE",
        ["clap"] = "APPLAUSE",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string TypeOf(string emoji) => Types.GetValueOrDefault(emoji) ?? emoji.ToUpperInvariant();
}
