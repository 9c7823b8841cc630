namespace Archive.Core.Redaction.Recognizers.Generic;

/// <summary>Issuer prefixes of ISO/IEC 7812 numbers with the lengths that are in use, and their Luhn check.</summary>
internal static class CardBrands
{
    public const int Shortest = 13;
    public const int Longest = 19;

    /// <summary>First and last prefix, digits of the prefix, and the lengths as a bit set.</summary>
    private static readonly (int First, int Last, int Digits, int Lengths)[] Prefixes =
    [
        (62, 62, 2, Lengths(16, 17, 18, 19)), (81, 82, 2, Lengths(16, 17, 18, 19)), // UnionPay, RuPay
        (4, 4, 1, Lengths(13, 16, 19)), // Visa
        (51, 55, 2, Lengths(16)), (2221, 2720, 4, Lengths(16)), // Mastercard
        (34, 34, 2, Lengths(15)), (37, 37, 2, Lengths(15)), // American Express
        (3528, 3589, 4, Lengths(16, 17, 18, 19)), // JCB
        (300, 305, 3, Lengths(14, 16)), (36, 36, 2, Lengths(14, 16)), (38, 39, 2, Lengths(14, 16)), // Diners
        (6011, 6011, 4, Lengths(16, 19)), (644, 649, 3, Lengths(16, 19)), (65, 65, 2, Lengths(16, 19)), // Discover
        (2200, 2204, 4, Lengths(16, 17, 18, 19)), // Mir
        (60, 60, 2, Lengths(16)), (508, 508, 3, Lengths(16)), // RuPay
    ];

    /// <summary>For every first four digits the lengths in use, from <see cref="Shortest"/> on, one bit each.</summary>
    private static readonly byte[] LengthsByHead = [.. Enumerable.Range(0, 10_000).Select(LengthsOf)];

    /// <summary>Twice a digit, the digits of the result added up.</summary>
    private static ReadOnlySpan<byte> Doubled => [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];

    /// <summary>Whether numbers of any length begin so.</summary>
    public static bool HasIssuer(ReadOnlySpan<byte> digits) => LengthsByHead[Head(digits)] != 0;

    public static bool Matches(ReadOnlySpan<byte> digits) => (LengthsByHead[Head(digits)] >> (digits.Length - Shortest) & 1) != 0;

    public static bool PassesLuhn(ReadOnlySpan<byte> digits)
    {
        var sum = 0;
        var i = digits.Length - 1;
        for (; i > 0; i -= 2)
        {
            sum += digits[i] + Doubled[digits[i - 1]];
        }

        return (i == 0 ? sum + digits[0] : sum) % 10 == 0;
    }

    private static int Head(ReadOnlySpan<byte> digits) => (digits[0] * 1000) + (digits[1] * 100) + (digits[2] * 10) + digits[3];

    private static byte LengthsOf(int head)
    {
        var all = 0;
        foreach (var (first, last, count, lengths) in Prefixes)
        {
            var prefix = count switch { 1 => head / 1000, 2 => head / 100, 3 => head / 10, _ => head };
            all |= prefix >= first && prefix <= last ? lengths : 0;
        }

        return (byte)(all >> Shortest);
    }

    private static int Lengths(params ReadOnlySpan<int> lengths)
    {
        var set = 0;
        foreach (var length in lengths)
        {
            set |= 1 << length;
        }

        return set;
    }
}
