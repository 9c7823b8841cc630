using System.Numerics;
using System.Runtime.InteropServices;

namespace Archive.Core.Redaction;

/// <summary>The cheap look at every message that decides whether any recognizer has to run: digits of either width, "@" of either width, and the
/// brackets of labels. Four in five messages hold none of them.</summary>
internal static class TriggerScan
{
    /// <returns>Index of the first trigger at or after <paramref name="from"/>, or -1.</returns>
    public static int IndexOfTrigger(ReadOnlySpan<char> text, int from)
    {
        var units = MemoryMarshal.Cast<char, ushort>(text);
        var i = from;
        for (; i + Vector<ushort>.Count <= units.Length; i += Vector<ushort>.Count)
        {
            var v = new Vector<ushort>(units[i..]);
            var hits = Digits(v)
                | Vector.Equals(v, new Vector<ushort>('@'))
                | Vector.Equals(v, new Vector<ushort>('＠'))
                | Vector.Equals(v & new Vector<ushort>(0xFFFE), new Vector<ushort>(LabelBrackets.Open));
            if (hits != Vector<ushort>.Zero)
            {
                break;
            }
        }

        for (; i < text.Length; i++)
        {
            if (TextCharacters.IsDigit(text[i]) || text[i] is '@' or '＠' or LabelBrackets.Open or LabelBrackets.Close)
            {
                return i;
            }
        }

        return -1;
    }

    /// <returns>Index of the first digit at or after <paramref name="from"/>, or -1.</returns>
    public static int IndexOfDigit(ReadOnlySpan<char> text, int from)
    {
        var units = MemoryMarshal.Cast<char, ushort>(text);
        var i = from;
        for (; i + Vector<ushort>.Count <= units.Length; i += Vector<ushort>.Count)
        {
            if (Digits(new Vector<ushort>(units[i..])) != Vector<ushort>.Zero)
            {
                break;
            }
        }

        for (; i < text.Length; i++)
        {
            if (TextCharacters.IsDigit(text[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static Vector<ushort> Digits(Vector<ushort> v) =>
        Vector.LessThan(v - new Vector<ushort>('0'), new Vector<ushort>(10))
        | Vector.LessThan(v - new Vector<ushort>('０'), new Vector<ushort>(10));
}
