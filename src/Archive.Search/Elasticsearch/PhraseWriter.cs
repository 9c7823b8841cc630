using System.Text;
using System.Text.Json;
using Archive.Core.Search;

namespace Archive.Search.Elasticsearch;

/// <summary>Phrases and proximity as queries of the field of tokens.</summary>
internal static class PhraseWriter
{
    private const string Body = "body";

    // The built-in analyzer that only splits at blanks: our tokens hold none.
    private const string Analyzer = "whitespace";

    public static void WriteNothing(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("match_none"u8);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, BoundPhrase phrase)
    {
        switch (phrase.Terms)
        {
            case []:
                WriteNothing(writer);
                break;
            case [var term]:
                WriteLeaf(writer, term.Match switch { TermMatch.Exact => "term", TermMatch.Prefix => "prefix", _ => "wildcard" }, "value", ValueOf(term));
                break;
            case var terms when terms.All(term => term.Match == TermMatch.Exact):
                WriteLeaf(writer, "match_phrase", "query", Join(terms), Analyzer);
                break;
            default:
                BeginIntervals(writer);
                WriteRule(writer, phrase, isLater: false);
                EndIntervals(writer);
                break;
        }
    }

    /// <summary>Every way in which an alternative of one side stands before one of the other: how far apart they may be depends on the earlier one.</summary>
    public static void Write(Utf8JsonWriter writer, BoundNear near)
    {
        var pairs = near.Left.SelectMany(left => near.Right.Select(right => (Earlier: left, Later: right)));
        (BoundPhrase Earlier, BoundPhrase Later)[] ways =
            [.. (near.InOrder ? pairs : pairs.SelectMany(pair => new[] { pair, (Earlier: pair.Later, Later: pair.Earlier) })).Where(way =>
                way.Earlier.Terms.Count > 0 && way.Later.Terms.Count > 0 && GapsOf(near, way.Earlier) >= 0)];
        if (ways.Length == 0)
        {
            WriteNothing(writer);
            return;
        }

        BeginIntervals(writer);
        writer.WriteStartObject("any_of"u8);
        writer.WriteStartArray("intervals"u8);
        foreach (var (earlier, later) in ways)
        {
            writer.WriteStartObject();
            BeginOrdered(writer, GapsOf(near, earlier));
            WriteRuleObject(writer, earlier, isLater: false);

            // The engine takes two equal rules for one that repeats, and counts the gaps between phrases wrongly then.
            WriteRuleObject(writer, later, isLater: true);
            EndOrdered(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        EndIntervals(writer);
    }

    private static int GapsOf(BoundNear near, BoundPhrase earlier) => near.Distance - 1 + (earlier.EndsInPair ? 1 : 0);

    private static void WriteRuleObject(Utf8JsonWriter writer, BoundPhrase phrase, bool isLater)
    {
        writer.WriteStartObject();
        WriteRule(writer, phrase, isLater);
        writer.WriteEndObject();
    }

    /// <summary>A rule's property inside an open object.</summary>
    /// <param name="isLater">Names the field, which changes nothing but makes the rule another one.</param>
    private static void WriteRule(Utf8JsonWriter writer, BoundPhrase phrase, bool isLater)
    {
        if (phrase.Terms.All(term => term.Match == TermMatch.Exact))
        {
            writer.WriteStartObject("match"u8);
            writer.WriteString("query"u8, Join(phrase.Terms));
            writer.WriteString("analyzer"u8, Analyzer);
            writer.WriteNumber("max_gaps"u8, 0);
            writer.WriteBoolean("ordered"u8, true);
            WriteField(writer, isLater);
            writer.WriteEndObject();
            return;
        }

        if (phrase.Terms is [var only])
        {
            WritePattern(writer, only, isLater);
            return;
        }

        BeginOrdered(writer, maximumGaps: 0);
        foreach (var term in phrase.Terms)
        {
            WriteRuleObject(writer, new BoundPhrase([term]), isLater);
        }

        EndOrdered(writer);
    }

    /// <summary>Beginnings, too: the server's own rule for them stops at 128 words, the one for patterns at some thousands.</summary>
    private static void WritePattern(Utf8JsonWriter writer, BoundTerm term, bool isLater)
    {
        writer.WriteStartObject("wildcard"u8);
        writer.WriteString("pattern"u8, term.Match == TermMatch.Prefix ? Escape(term.Text, "\\*?") + "*" : Escape(term.Text, "\\"));
        WriteField(writer, isLater);
        writer.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter writer, bool isLater)
    {
        if (isLater)
        {
            writer.WriteString("use_field"u8, Body);
        }
    }

    private static string ValueOf(BoundTerm term) => term.Match == TermMatch.Pattern ? Escape(term.Text, "\\") : term.Text;

    private static string Escape(string text, string special)
    {
        var escaped = new StringBuilder(text.Length + 2);
        foreach (var value in text)
        {
            escaped.Append(special.Contains(value, StringComparison.Ordinal) ? "\\" : "").Append(value);
        }

        return escaped.ToString();
    }

    private static string Join(IReadOnlyList<BoundTerm> terms) => string.Join(' ', terms.Select(term => term.Text));

    private static void BeginIntervals(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("intervals"u8);
        writer.WriteStartObject(Body);
    }

    private static void EndIntervals(Utf8JsonWriter writer)
    {
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void BeginOrdered(Utf8JsonWriter writer, int maximumGaps)
    {
        writer.WriteStartObject("all_of"u8);
        writer.WriteBoolean("ordered"u8, true);
        writer.WriteNumber("max_gaps"u8, maximumGaps);
        writer.WriteStartArray("intervals"u8);
    }

    private static void EndOrdered(Utf8JsonWriter writer)
    {
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteLeaf(Utf8JsonWriter writer, string query, string property, string value, string? analyzer = null)
    {
        writer.WriteStartObject();
        writer.WriteStartObject(query);
        writer.WriteStartObject(Body);
        writer.WriteString(property, value);
        if (analyzer is not null)
        {
            writer.WriteString("analyzer"u8, analyzer);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
