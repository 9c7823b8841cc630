namespace Archive.Simulators.Corpus.Bank;

/// <summary>Scenes and words of one language.</summary>
internal sealed class Language
{
    public static readonly Language English = new("en");
    public static readonly Language Chinese = new("zh");

    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> words;

    private Language(string code)
    {
        Code = code;
        words = Resources.Words($"Data/{code}/words.txt");
        Scenes = Resources.Scenes(code);
    }

    public string Code { get; }

    public bool IsChinese => Code == "zh";

    public IReadOnlyList<Scene> Scenes { get; }

    public static Language Get(string code) => code == "zh" ? Chinese : English;

    /// <exception cref="KeyNotFoundException">The list is missing from words.txt.</exception>
    public IReadOnlyList<string> Words(string list) =>
        words.TryGetValue(list, out var found) ? found : throw new KeyNotFoundException($"Data/{Code}/words.txt has no list \"{list}\".");
}
