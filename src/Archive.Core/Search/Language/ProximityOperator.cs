using System.Globalization;
using System.Text.RegularExpressions;
using Archive.Core.Search.Analysis;

namespace Archive.Core.Search.Language;

/// <summary>Reads "w/5" and "pre/5", and knows how other languages write them.</summary>
internal static partial class ProximityOperator
{
    private const int DefaultDistance = 8; // of NEAR in KQL

    /// <param name="start">UTF-16 units into <paramref name="text"/>, like <paramref name="end"/>.</param>
    /// <returns>Null for a word that is none.</returns>
    /// <exception cref="QueryException">It is the operator of another language, or has a blank in it.</exception>
    public static QueryToken? TryRead(string text, string word, int start, int end)
    {
        if (word.Length > 20 || !MayBeOne(word))
        {
            return null;
        }

        var normalised = UnicodeNormaliser.Normalise(word);
        if (Own.Match(normalised) is { Success: true } own)
        {
            var digits = own.Groups["n"].Value.TrimStart('0');
            return new QueryToken(QueryTokenKind.Near, QueryText.Plain(word), start + 1, end + 1)
            {
                Distance = digits.Length > 4 ? -1 : digits.Length == 0 ? 0 : int.Parse(digits, CultureInfo.InvariantCulture),
                InOrder = own.Groups["pre"].Success,
            };
        }

        if (Foreign.Match(normalised) is not { Success: true } foreign)
        {
            return null;
        }

        var number = foreign.Groups["n"].Value;
        if (number.Length == 0 && Number.Match(text, end) is { Success: true } behind && behind.Index == end)
        {
            number = behind.Groups["n"].Value;
            end += behind.Length;
        }
        else if (foreign.Groups["open"].Success)
        {
            return null; // "w/ sales" is English
        }

        var name = foreign.Groups["pre"].Success ? "pre" : "w";
        throw QueryErrors.ForeignProximity(text, start + 1, end + 1, $"{name}/{(number.Length > 0 ? number : DefaultDistance.ToString(CultureInfo.InvariantCulture))}");
    }

    // Normalising every word would cost more than all the rest.
    private static bool MayBeOne(string word) => word[0] is 'w' or 'W' or 'p' or 'P' or 'n' or 'N' or 'o' or 'O' or (>= '\uFF21' and <= '\uFF5A');

    [GeneratedRegex(@"^(?:w|(?<pre>pre))/(?<n>[0-9]+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Own { get; }

    // "near" in lower case is an English word.
    [GeneratedRegex(@"^(?:NEAR|(?<pre>ONEAR)|(?i:near|(?<pre>onear))/(?<n>[0-9]{1,3})|(?<open>(?i:w|(?<pre>pre))/))$", RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Foreign { get; }

    [GeneratedRegex(@"\G\s*(?:\(\s*(?:n\s*=\s*)?(?<n>[0-9]{1,3})\s*\)|(?<n>[0-9]{1,3})(?=\s))", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Number { get; }
}
