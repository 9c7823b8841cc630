using System.Text;

namespace Archive.Simulators.Corpus.Bank;

/// <summary>The tables and scenes embedded from the folder Data.</summary>
internal static class Resources
{
    private static readonly IReadOnlyDictionary<string, string> Names = typeof(Resources).Assembly.GetManifestResourceNames()
        .ToDictionary(name => name.Replace('\\', '/'), name => name, StringComparer.Ordinal);

    public static IReadOnlyList<Scene> Scenes(string language) =>
    [
        .. Names.Keys.Where(n => n.StartsWith($"Data/{language}/", StringComparison.Ordinal) && !n.EndsWith("/words.txt", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .SelectMany(n => SceneParser.Parse(n, Read(n))),
    ];

    /// <summary>Rows of a table: fields between bars; "#" begins a comment line.</summary>
    public static IReadOnlyList<string[]> Rows(string file) =>
        [.. Lines(file).Select(l => l.Split('|', StringSplitOptions.TrimEntries))];

    /// <summary>Word lists: "== name" begins one, each further line is a word.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Words(string file)
    {
        var words = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        List<string>? current = null;
        foreach (var line in Lines(file))
        {
            if (line.StartsWith("== ", StringComparison.Ordinal))
            {
                words.Add(line[3..], current = []);
            }
            else
            {
                (current ?? throw new FormatException($"{file}: a word before the first list.")).Add(line);
            }
        }

        return words;
    }

    private static IEnumerable<string> Lines(string file) =>
        Read(file).Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#');

    private static string Read(string file)
    {
        using var stream = typeof(Resources).Assembly.GetManifestResourceStream(Names[file])
            ?? throw new InvalidOperationException($"The resource {file} is missing.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
