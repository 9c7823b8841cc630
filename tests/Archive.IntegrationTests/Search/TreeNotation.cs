using Archive.Core.Search;

namespace Archive.IntegrationTests.Search;

/// <summary>Bound trees as text, for messages: <c>near/3(al~ | [手机]+, /b?ta/)</c>.</summary>
internal static class TreeNotation
{
    public static string Print(BoundNode node) => node switch
    {
        BoundPhrase phrase => $"[{string.Join(' ', phrase.Terms.Select(Print))}]{(phrase.EndsInPair ? "+" : "")}",
        BoundNear near => $"{(near.InOrder ? "pre" : "near")}/{near.Distance}({string.Join(" | ", near.Left.Select(Print))}, {string.Join(" | ", near.Right.Select(Print))})",
        BoundField field => $"{field.Field}({field.Value})",
        BoundTime time => $"time({time.From:s}, {time.Until:s})",
        BoundAnd and => $"and({string.Join(", ", and.Nodes.Select(Print))})",
        BoundOr or => $"or({string.Join(", ", or.Nodes.Select(Print))})",
        BoundNot not => $"not({Print(not.Node)})",
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private static string Print(BoundTerm term) => term.Match switch
    {
        TermMatch.Prefix => term.Text + "~",
        TermMatch.Pattern => $"/{term.Text}/",
        _ => term.Text,
    };
}
