using System.Globalization;
using System.Text;

namespace Archive.Web.Quarantine;

/// <summary>Bytes of unknown origin as a person may read them: UTF-8 as text, and everything that would not be seen, or would change how the rest is
/// seen, as a mark that names it. Cut at a bound, since an item can be megabytes.</summary>
internal static class RawText
{
    /// <summary>Enough to tell what an item is; a page of more is of use to nobody.</summary>
    public const int MostBytes = 64 * 1024;

    /// <returns>Pieces in order; neighbours of the same kind are one.</returns>
    public static IReadOnlyList<RawPiece> Cut(ReadOnlySpan<byte> raw)
    {
        var pieces = new List<RawPiece>();
        var plain = new StringBuilder();
        var rest = raw.Length > MostBytes ? raw[..MostBytes] : raw;
        while (!rest.IsEmpty)
        {
            var known = Rune.DecodeFromUtf8(rest, out var rune, out var read) == System.Buffers.OperationStatus.Done;
            if (known && IsPlain(rune))
            {
                plain.Append(rune.ToString());
            }
            else
            {
                Flush(pieces, plain);
                pieces.Add(new RawPiece(known ? Name(rune) : string.Join(' ', rest[..read].ToArray().Select(b => $"{b:X2}")), IsMark: true));
                plain.Append(known && rune.Value == '\n' ? "\n" : "");
            }

            rest = rest[read..];
        }

        Flush(pieces, plain);
        return pieces;
    }

    private static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    private static string Name(Rune rune) => rune.Value switch
    {
        '\n' => "LF",
        '\r' => "CR",
        '\t' => "TAB",
        0 => "NUL",
        _ => $"U+{rune.Value:X4}",
    };

    private static void Flush(List<RawPiece> pieces, StringBuilder plain)
    {
        if (plain.Length > 0)
        {
            pieces.Add(new RawPiece(plain.ToString(), IsMark: false));
            plain.Clear();
        }
    }
}

/// <param name="IsMark">It names what stands there, and is not what stands there.</param>
internal readonly record struct RawPiece(string Text, bool IsMark);
