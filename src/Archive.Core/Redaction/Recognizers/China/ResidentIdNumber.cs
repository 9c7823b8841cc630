namespace Archive.Core.Redaction.Recognizers.China;

/// <summary>Resident identity numbers of GB 11643-1999: six digits of area, birth date, sequence, check.</summary>
internal static class ResidentIdNumber
{
    public const int Digits = 17;
    public const int OldDigits = 15;
    private const string CheckCharacters = "10X98765432";

    private static ReadOnlySpan<byte> Weights => [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    public static char CheckCharacter(ReadOnlySpan<byte> digits)
    {
        var sum = 0;
        for (var i = 0; i < Digits; i++)
        {
            sum += digits[i] * Weights[i];
        }

        return CheckCharacters[sum % 11];
    }

    /// <summary>The first two digits of the area, GB/T 2260, with the codes of Taiwan, Hong Kong and Macau.</summary>
    public static bool IsProvince(ReadOnlySpan<byte> digits) => ((digits[0] * 10) + digits[1]) is
        (>= 11 and <= 15) or (>= 21 and <= 23) or (>= 31 and <= 37) or (>= 41 and <= 46) or (>= 50 and <= 54) or (>= 61 and <= 65) or 71 or (>= 81 and <= 83);

    public static bool IsDate(int year, ReadOnlySpan<byte> monthAndDay, DateOnly latest)
    {
        var month = (monthAndDay[0] * 10) + monthAndDay[1];
        var day = (monthAndDay[2] * 10) + monthAndDay[3];
        return year is >= 1800 and <= 2099 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            && new DateOnly(year, month, day) <= latest;
    }

    /// <summary>The 18 characters of an old number: all of them are of the twentieth century.</summary>
    public static string FromOld(string old)
    {
        var digits = old[..6] + "19" + old[6..];
        return digits + CheckCharacter([.. digits.Select(c => (byte)(c - '0'))]);
    }
}
