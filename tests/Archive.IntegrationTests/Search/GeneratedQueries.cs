using System.Globalization;

namespace Archive.IntegrationTests.Search;

/// <summary>Queries over <see cref="MadeUpChat"/> with everything the language has; the same for a seed.</summary>
internal sealed class GeneratedQueries(int seed)
{
    private const int Deepest = 3;

    private readonly Random _random = new(seed);

    public IEnumerable<string> Take(int count) => Enumerable.Range(0, count).Select(_ => Query(Deepest));

    private string Query(int depth) => depth == 0 ? Leaf() : _random.Next(6) switch
    {
        0 => $"{Query(depth - 1)} {Query(depth - 1)}",
        1 => $"({Query(depth - 1)} OR {Query(depth - 1)})",
        2 => $"({Query(depth - 1)} AND {Query(depth - 1)})",
        3 => $"NOT ({Query(depth - 1)})",
        _ => Leaf(),
    };

    private string Leaf() => _random.Next(10) switch
    {
        0 => $"\"{Word()} {Word()}\"",
        1 => $"\"{MadeUpChat.Pick(_random, MadeUpChat.Han)} {Word()}\"",
        2 => $"from:{MadeUpChat.Pick(_random, MadeUpChat.People)}",
        3 => $"in:{MadeUpChat.Pick(_random, MadeUpChat.Rooms)}",
        4 => $"after:{Day()}",
        5 => $"before:{Day()}",
        6 => Part(MadeUpChat.Pick(_random, MadeUpChat.Han)),
        _ => Word(),
    };

    private string Word() => _random.Next(2) == 0 ? MadeUpChat.Pick(_random, MadeUpChat.Words) : MadeUpChat.Pick(_random, MadeUpChat.Han);

    private string Part(string text)
    {
        var start = _random.Next(text.Length);
        return text.Substring(start, _random.Next(1, text.Length - start + 1));
    }

    private string Day() => new DateOnly(2024, 1, 1).AddDays(_random.Next(200)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
