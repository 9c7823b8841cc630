namespace Archive.Simulators.Corpus.Bank;

/// <summary>A person's name in the forms in which it is shown, called out and written in an address.</summary>
internal sealed record PersonName(string Display, string ShortEnglish, string ShortChinese, string First, string Last);

/// <summary>Makes names. Chinese entries stand as "陈=Chen" so that addresses agree with them.</summary>
internal sealed class NameTables
{
    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> words = Resources.Words("Data/names.txt");

    public static NameTables Shared { get; } = new();

    public PersonName Mainland(SeededRandom random)
    {
        var (surname, last) = Split(random.Pick(words["surname"]));
        var (given, first) = Split(random.Pick(words["given"]));
        return new PersonName(surname + given, first, surname + given, first, last);
    }

    /// <summary>English first name, Cantonese or Hokkien surname, Chinese name in brackets.</summary>
    public PersonName HongKong(SeededRandom random)
    {
        var (surname, last) = Split(random.Pick(words["southern-surname"]));
        var given = random.Pick(words["southern-given"]);
        var first = random.Pick(words["first"]);
        return new PersonName($"{first} {last} ({surname}{given})", first, first, first, last);
    }

    public PersonName Western(SeededRandom random)
    {
        var first = random.Pick(words["first"]);
        var last = random.Pick(words["last"]);
        return new PersonName($"{first} {last}", first, first, first, last);
    }

    public PersonName For(SeededRandom random, Branch branch) => branch.Code switch
    {
        "SH" or "SZ" => Mainland(random),
        "HK" => HongKong(random),
        "SG" => random.Chance(600) ? HongKong(random) : Western(random),
        _ => random.Chance(120) ? HongKong(random) : Western(random),
    };

    private static (string Han, string Latin) Split(string entry)
    {
        var at = entry.IndexOf('=', StringComparison.Ordinal);
        return (entry[..at], entry[(at + 1)..]);
    }
}
