using Archive.Core.Search;

namespace Archive.Web.Messages;

/// <summary>Cuts stored text into plain pieces, marked pieces and redacted values (⟦entity:tag⟧).</summary>
internal static class TextPieces
{
    private const char Open = '⟦';
    private const char Close = '⟧';

    // Longer than any entity and tag; keeps a stray bracket in a message from swallowing it.
    private const int LongestLabel = 60;

    public static IReadOnlyList<TextPiece> Cut(string text, IReadOnlyList<TextSpan> marks)
    {
        var pieces = new List<TextPiece>();
        var plain = 0;
        var i = 0;
        while (i < text.Length)
        {
            if (text[i] == Open && TryReadLabel(text, i, out var entity, out var tag, out var end))
            {
                AddPlain(pieces, text, plain, i, marks);
                pieces.Add(new TextPiece(tag, marks.Any(m => m.Start < end && m.End > i), entity));
                i = plain = end;
            }
            else
            {
                i++;
            }
        }

        AddPlain(pieces, text, plain, text.Length, marks);
        return pieces;
    }

    private static bool TryReadLabel(string text, int open, out string entity, out string tag, out int end)
    {
        entity = tag = "";
        end = 0;
        var close = text.IndexOf(Close, open, Math.Min(LongestLabel, text.Length - open));
        if (close < 0)
        {
            return false;
        }

        var label = text[(open + 1)..close];
        var colon = label.IndexOf(':', StringComparison.Ordinal);
        entity = colon < 0 ? label : label[..colon];
        tag = colon < 0 ? "" : label[(colon + 1)..];
        end = close + 1;
        return entity.Length > 0 && entity.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
    }

    private static void AddPlain(List<TextPiece> pieces, string text, int start, int end, IReadOnlyList<TextSpan> marks)
    {
        var position = start;
        foreach (var mark in marks)
        {
            var from = Math.Max(mark.Start, position);
            var until = Math.Min(mark.End, end);
            if (from >= until)
            {
                continue;
            }

            Add(text[position..from], false);
            Add(text[from..until], true);
            position = until;
        }

        Add(text[position..end], false);

        void Add(string piece, bool marked)
        {
            if (piece.Length > 0)
            {
                pieces.Add(new TextPiece(piece, marked));
            }
        }
    }
}
