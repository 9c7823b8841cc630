using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Archive.Core.Redaction;

/// <summary>The characters that context words begin with: ASCII letters and Han. Between numbers there are mostly none.</summary>
internal static class WordCharacters
{
    private const ushort FirstHan = 0x4E00;
    private const ushort HanCount = 0xA000 - FirstHan;

    /// <returns>Index of the first such character at or after <paramref name="from"/>, or the length of the text.</returns>
    public static int Next(ReadOnlySpan<char> text, int from)
    {
        var i = from;
        if (text.Length - from >= Vector256<ushort>.Count)
        {
            ref var first = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text));
            var last = text.Length - Vector256<ushort>.Count;
            while (i < last && !AnyIn(Vector256.LoadUnsafe(ref first, (nuint)i)))
            {
                i += Vector256<ushort>.Count;
            }

            // The last sixteen characters overlap those before, so that no remainder is left to be read one by one.
            if (i >= last && !AnyIn(Vector256.LoadUnsafe(ref first, (nuint)last)))
            {
                return text.Length;
            }
        }

        while (i < text.Length && !char.IsAsciiLetter(text[i]) && (uint)(text[i] - FirstHan) >= HanCount)
        {
            i++;
        }

        return i;
    }

    private static bool AnyIn(Vector256<ushort> v) =>
        (Vector256.LessThan((v | Vector256.Create((ushort)0x20)) - Vector256.Create((ushort)'a'), Vector256.Create((ushort)26))
            | Vector256.LessThan(v - Vector256.Create(FirstHan), Vector256.Create(HanCount))) != Vector256<ushort>.Zero;

    public static char ToLower(char c) => char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c;
}
