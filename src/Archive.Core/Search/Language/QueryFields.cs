using Archive.Core.Search.Analysis;

namespace Archive.Core.Search.Language;

/// <summary>The fields of queries.</summary>
public static class QueryFields
{
    // What other search languages and chat programs call them.
    private static readonly Dictionary<string, string> Habits = new(StringComparer.Ordinal)
    {
        ["sender"] = "from",
        ["author"] = "from",
        ["recipient"] = "to",
        ["recipients"] = "to",
        ["participants"] = "to",
        ["channel"] = "in",
        ["room"] = "in",
        ["group"] = "in",
        ["conversation"] = "in",
        ["platform"] = "source",
        ["kind"] = "type",
        ["language"] = "lang",
        ["label"] = "hit",
        ["date"] = "on",
        ["sent"] = "on",
        ["received"] = "on",
        ["since"] = "after",
        ["until"] = "before",
    };

    /// <summary>In the order in which they are explained.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["from", "to", "in", "source", "type", "has", "lang", "policy", "revision", "hit", "before", "after", "on"];

    internal static SearchField? Find(string folded) => folded switch
    {
        "from" => SearchField.From,
        "to" => SearchField.To,
        "in" => SearchField.In,
        "source" => SearchField.Source,
        "type" => SearchField.Type,
        "has" => SearchField.Has,
        "lang" => SearchField.Language,
        "policy" => SearchField.Policy,
        "revision" => SearchField.Revision,
        "hit" => SearchField.Label,
        _ => null,
    };

    /// <summary>Every value of a field; null when they are not known beforehand.</summary>
    internal static IReadOnlyList<string>? ValuesOf(SearchField field) => field switch
    {
        SearchField.Type => DocumentTraits.Types,
        SearchField.Has => DocumentTraits.Parts,
        SearchField.Language => ScriptDetector.Languages,
        SearchField.Revision => [DocumentTraits.First, DocumentTraits.Later],
        _ => null,
    };

    /// <summary>The field that was meant; null when nothing is likely.</summary>
    internal static string? Nearest(string name)
    {
        var folded = TextFolding.Fold(name);
        return Habits.GetValueOrDefault(folded) ?? EditDistance.Nearest(folded, Names);
    }
}
