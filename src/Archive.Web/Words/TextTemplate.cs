namespace Archive.Web.Words;

/// <summary>A text with places, such as "user {name} disabled", that finds what stands in the places of a text of that form.</summary>
internal sealed class TextTemplate
{
    private readonly List<string> _literals = [];
    private readonly List<string> _places = [];

    public TextTemplate(string form)
    {
        Form = form;
        var rest = form;
        while (rest.IndexOf('{', StringComparison.Ordinal) is >= 0 and var open)
        {
            var close = rest.IndexOf('}', open);
            _literals.Add(rest[..open]);
            _places.Add(rest[(open + 1)..close]);
            rest = rest[(close + 1)..];
        }

        _literals.Add(rest);
    }

    public string Form { get; }

    /// <returns>Name and value of each place in order, none of them empty; null when the text has another form.</returns>
    public IReadOnlyList<(string Place, string Value)>? Match(string text)
    {
        if (!text.StartsWith(_literals[0], StringComparison.Ordinal))
        {
            return null;
        }

        var found = new List<(string, string)>();
        var at = _literals[0].Length;
        for (var i = 0; i < _places.Count; i++)
        {
            var last = i == _places.Count - 1;
            var next = _literals[i + 1];
            var end = at >= text.Length ? -1 : last ? LastOf(text, next) : text.IndexOf(next, at + 1, StringComparison.Ordinal);
            if (end <= at)
            {
                return null;
            }

            found.Add((_places[i], text[at..end]));
            at = end + next.Length;
        }

        return at == text.Length ? found : null;
    }

    private static int LastOf(string text, string ending) => text.EndsWith(ending, StringComparison.Ordinal) ? text.Length - ending.Length : -1;
}
