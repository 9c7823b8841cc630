namespace Archive.Simulators.Corpus;

/// <summary>Takes a text apart into what a platform marks up and the plain text between.</summary>
public static class TextPieces
{
    /// <param name="at">The marked piece that starts at an index and its length, or null.</param>
    /// <param name="plain">Makes a piece of plain text.</param>
    public static List<T> Split<T>(string text, Func<int, (int Length, T Piece)?> at, Func<string, T> plain)
    {
        var pieces = new List<T>();
        var start = 0;
        for (var i = 0; i < text.Length;)
        {
            if (at(i) is not var (length, piece))
            {
                i++;
                continue;
            }

            AddPlain(i);
            pieces.Add(piece);
            i += length;
            start = i;
        }

        AddPlain(text.Length);
        return pieces;

        void AddPlain(int end)
        {
            if (end > start)
            {
                pieces.Add(plain(text[start..end]));
            }
        }
    }

    /// <summary>Length of the link that starts at an index, without punctuation that ends its sentence; 0 where none does.</summary>
    public static int LinkAt(string text, int at)
    {
        if (!text.AsSpan(at).StartsWith("https://") && !text.AsSpan(at).StartsWith("http://"))
        {
            return 0;
        }

        var end = at;
        while (end < text.Length && char.IsAscii(text[end]) && text[end] > ' ' && text[end] is not ('<' or '>' or '|' or '"'))
        {
            end++;
        }

        while (end > at && text[end - 1] is '.' or ',' or ';' or ':' or '!' or '?' or ')' or '\'')
        {
            end--;
        }

        // The scheme alone is no link.
        return text.AsSpan(at, end - at).IndexOf("://") is var colon && colon > 0 && end - at > colon + 3 ? end - at : 0;
    }
}
