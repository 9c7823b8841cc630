using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Archive.Core.Search.Certificates;

/// <summary>A bound query as text, the same for the same query always: what certificates say was searched for.</summary>
public static class BoundQueryText
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Everything = "everything";

    public static string Write(BoundNode? root) => root is null ? Everything : Node(root);

    private static string Node(BoundNode node) => node switch
    {
        BoundAnd and => $"and({Join(and.Nodes)})",
        BoundOr or => $"or({Join(or.Nodes)})",
        BoundNot not => $"not({Node(not.Node)})",
        BoundPhrase phrase => $"[{string.Join(' ', phrase.Terms.Select(Term))}]",
        BoundNear near => $"{(near.InOrder ? "pre" : "near")}/{near.Distance.ToString(CultureInfo.InvariantCulture)}({Side(near.Left)}, {Side(near.Right)})",
        BoundField field => $"{field.Field.ToString().ToLowerInvariant()}({JsonSerializer.Serialize(field.Value, Json)})",
        BoundTime time => $"time({Time(time.From)}, {Time(time.Until)})",
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private static string Join(IEnumerable<BoundNode> nodes) => string.Join(", ", nodes.Select(Node));

    private static string Side(IReadOnlyList<BoundPhrase> phrases) => phrases.Count == 1 ? Node(phrases[0]) : $"or({Join(phrases)})";

    private static string Term(BoundTerm term) => term.Match switch
    {
        TermMatch.Exact => term.Text,
        TermMatch.Prefix => term.Text + "~",
        _ => $"/{term.Text}/",
    };

    private static string Time(DateTimeOffset? time) => time is { } value
        ? value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        : "-";
}
