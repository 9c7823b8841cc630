namespace Archive.Core.Redaction.Recognizers.Generic;

/// <summary>Country codes of E.164 and, where a country's numbers have a known length, how many digits they have with the code.</summary>
internal static class CallingCodes
{
    private const int Shortest = 8;
    private const int Longest = 15;

    private static readonly Dictionary<int, (int Least, int Most)> Lengths = new()
    {
        [1] = (11, 11), [7] = (11, 11), [86] = (11, 13), [852] = (11, 11), [853] = (11, 11), [886] = (11, 12), [65] = (10, 10), [81] = (11, 12), [82] = (10, 12),
        [44] = (11, 12), [33] = (11, 11), [34] = (11, 11), [31] = (11, 11), [32] = (10, 11), [41] = (11, 11), [45] = (10, 10), [47] = (10, 10), [46] = (9, 12),
        [49] = (9, 14), [39] = (9, 13), [61] = (11, 11), [64] = (10, 12), [91] = (12, 12), [60] = (10, 12), [66] = (10, 11), [84] = (11, 12), [62] = (10, 14),
        [63] = (11, 12), [55] = (12, 13), [52] = (12, 13), [971] = (11, 12), [972] = (11, 12), [966] = (11, 12), [353] = (10, 12), [27] = (11, 11),
    };

    private static readonly HashSet<int> TwoDigits =
    [
        20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56, 57, 58, 60, 61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91,
        92, 93, 94, 95, 98,
    ];

    /// <summary>For every first three digits; a most of zero where no country has such a code.</summary>
    private static readonly (int Least, int Most)[] ByHead = [.. Enumerable.Range(0, 1000).Select(head => LengthOf(head / 100, head / 10, head))];

    /// <summary>The least and most digits, code included, of a number that begins so; false when no country has such a code.</summary>
    public static bool TryGetLength(ReadOnlySpan<byte> digits, out int least, out int most)
    {
        (least, most) = ByHead[(digits[0] * 100) + (digits[1] * 10) + digits[2]];
        return most > 0;
    }

    private static (int Least, int Most) LengthOf(int one, int two, int three)
    {
        if (one == 0)
        {
            return (0, 0);
        }

        var code = one is 1 or 7 ? one : TwoDigits.Contains(two) ? two : three;
        return Lengths.TryGetValue(code, out var known) ? known : (Shortest, Longest);
    }
}
