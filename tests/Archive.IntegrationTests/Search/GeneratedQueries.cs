using System.Globalization;
using Archive.Core.Search;

namespace Archive.IntegrationTests.Search;

/// <summary>Queries with everything the language has, made of words that stand in the messages; the same for a seed.</summary>
internal sealed class GeneratedQueries(int seed, string[] words, string[] han, string[] people, string[] rooms, DateOnly first, int days)
{
    private const int Deepest = 3;

    private readonly Random _random = new(seed);

    public static GeneratedQueries OverMadeUpChat(int seed) =>
        new(seed, MadeUpChat.Words, MadeUpChat.Han, MadeUpChat.People, MadeUpChat.Rooms, new DateOnly(2024, 1, 1), 200);

    /// <summary>Over real messages: some hundred of their words, runs of characters, people and conversations.</summary>
    public static GeneratedQueries Over(IReadOnlyList<IndexDocument> documents, int seed)
    {
        var random = new Random(seed);
        var some = Enumerable.Range(0, 600).Select(_ => documents[random.Next(documents.Count)]).ToArray();
        var parts = some.SelectMany(document => document.Text.Split((char[])[' ', '\n', ',', '.', '，', '。', '"', '“', '”', '(', ')', ':', '*', '?', '\\', '/'])).ToArray();
        var first = documents.Min(document => document.Time);
        return new GeneratedQueries(
            seed,
            [.. parts.Where(part => part.Length > 1 && part.All(char.IsAsciiLetterOrDigit) && part is not ("AND" or "OR" or "NOT")).Distinct(StringComparer.Ordinal)],
            [.. parts.Where(part => part.Length is > 1 and < 20 && part.All(value => value is >= '\u4E00' and <= '\u9FFF')).Distinct(StringComparer.Ordinal)],
            [.. some.Select(document => $"\"{document.SenderId}\"").Distinct(StringComparer.Ordinal)],
            [.. some.Select(document => $"\"{document.ConversationId}\"").Distinct(StringComparer.Ordinal)],
            DateOnly.FromDateTime(first.UtcDateTime),
            Math.Max(2, (int)(documents.Max(document => document.Time) - first).TotalDays));
    }

    public IEnumerable<string> Take(int count) => Enumerable.Range(0, count).Select(_ => Query(Deepest));

    private string Query(int depth) => depth == 0 ? Leaf() : _random.Next(6) switch
    {
        0 => $"{Query(depth - 1)} {Query(depth - 1)}",
        1 => $"({Query(depth - 1)} OR {Query(depth - 1)})",
        2 => $"({Query(depth - 1)} AND {Query(depth - 1)})",
        3 => $"NOT ({Query(depth - 1)})",
        _ => Leaf(),
    };

    private string Leaf() => _random.Next(17) switch
    {
        10 => $"{Word()} w/{_random.Next(1, 9)} {Word()}",
        11 => $"\"{Word()} {Word()}\" pre/{_random.Next(1, 9)} ({Word()} OR {Word()})",
        12 => Wildcard(Pick(words)),
        13 => $"\"{Word()} {Wildcard(Pick(words))}\"",
        14 => $"from:({Pick(people)} OR {Pick(people)})",
        15 => Pick(["type:text", "type:(edit, recall)", "lang:zh", "lang:en", "has:link", "revision:first", "hit:phone", $"to:{Pick(people)}"]),
        16 => Days(),
        0 => $"\"{Word()} {Word()}\"",
        1 => $"\"{Pick(han)} {Word()}\"",
        2 => $"from:{Pick(people)}",
        3 => $"in:{Pick(rooms)}",
        4 => $"after:{Day()}",
        5 => $"before:{Day()}",
        6 => Part(Pick(han)),
        _ => Word(),
    };

    private string Word() => _random.Next(2) == 0 ? Pick(words) : Pick(han);

    /// <summary>Two letters at least must stay.</summary>
    private string Wildcard(string word) => word.Length < 4 || !word.All(char.IsAsciiLetterOrDigit) ? word : _random.Next(4) switch
    {
        0 => word[..^1] + "*",
        1 => "*" + word[1..],
        2 => $"{word[0]}?{word[2..]}",
        _ => $"{word[..2]}*{word[^1]}",
    };

    private string Part(string text)
    {
        var start = _random.Next(text.Length);
        return text.Substring(start, _random.Next(1, text.Length - start + 1));
    }

    private string Days()
    {
        var ends = new[] { Day(), Day() }.Order(StringComparer.Ordinal).ToArray();
        return $"on:{ends[0]}..{ends[1]}";
    }

    private string Day() => first.AddDays(_random.Next(days)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string Pick(string[] values) => MadeUpChat.Pick(_random, values);
}
