namespace Archive.Simulators.Corpus.Bank;

/// <summary>Reads scene files. A fault names the file and line, because the files are edited by hand.</summary>
internal static class SceneParser
{
    public static IReadOnlyList<Scene> Parse(string file, string text)
    {
        var scenes = new List<Scene>();
        string? name = null;
        var kind = SceneKind.Ordinary;
        IReadOnlyList<string> desks = [];
        var lines = new List<SceneLine>();
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line.StartsWith("== ", StringComparison.Ordinal))
            {
                Finish();
                (name, kind, desks) = Header(line[3..], file, number);
                continue;
            }

            lines.Add(name is null ? throw Fault(file, number, "a line before the first scene") : Line(line, file, number));
        }

        Finish();
        return scenes;

        void Finish()
        {
            if (name is not null)
            {
                scenes.Add(new Scene(name, kind, desks, lines.ToArray()));
                lines.Clear();
            }
        }
    }

    private static (string Name, SceneKind Kind, IReadOnlyList<string> Desks) Header(string header, string file, int number)
    {
        var parts = header.Split('|', StringSplitOptions.TrimEntries);
        if (parts.Length is < 2 or > 3)
        {
            throw Fault(file, number, "a scene header is \"== name | desks\" or \"== name | desks | kind\"");
        }

        var kind = (parts.Length == 3 ? parts[2] : "ordinary") switch
        {
            "ordinary" => SceneKind.Ordinary,
            "alert" => SceneKind.Alert,
            "personal" => SceneKind.Personal,
            var other => throw Fault(file, number, $"unknown kind \"{other}\""),
        };
        return (parts[0], kind, parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static SceneLine Line(string line, string file, int number)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1)
        {
            throw Fault(file, number, "a line is \"role: text\"");
        }

        var role = line[..colon].TrimEnd('?', '>', '!');
        if (role is not ("A" or "B" or "C" or "D" or "X" or "Y" or SceneLine.Bot))
        {
            throw Fault(file, number, $"unknown role \"{role}\"");
        }

        var marks = line[role.Length..colon];
        var body = line[(colon + 1)..].Trim();
        var at = body.IndexOf("@@", StringComparison.Ordinal);
        var fileName = at < 0 ? null : body[(at + 2)..].Trim();
        var variants = (at < 0 ? body : body[..at]).Split("||", StringSplitOptions.TrimEntries);
        return variants.Any(v => v.Length == 0)
            ? throw Fault(file, number, "an empty variant")
            : new SceneLine(role, variants, marks.Contains('?'), marks.Contains('>'), marks.Contains('!'), fileName);
    }

    private static FormatException Fault(string file, int line, string what) => new($"{file}, line {line}: {what}.");
}
