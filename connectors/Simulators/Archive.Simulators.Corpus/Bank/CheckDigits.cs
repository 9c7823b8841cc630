namespace Archive.Simulators.Corpus.Bank;

/// <summary>The two check digits that typed personal data must satisfy, or, for near misses, must not.</summary>
internal static class CheckDigits
{
    private static readonly int[] ResidentWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>GB 11643-1999: check character of the first 17 digits of a resident identity number.</summary>
    public static char Resident(string seventeenDigits)
    {
        var sum = 0;
        for (var i = 0; i < ResidentWeights.Length; i++)
        {
            sum += (seventeenDigits[i] - '0') * ResidentWeights[i];
        }

        return "10X98765432"[sum % 11];
    }

    /// <summary>ISO/IEC 7812 (Luhn): the digit to append to <paramref name="digits"/>.</summary>
    public static char Luhn(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var d = digits[digits.Length - 1 - i] - '0';
            if (i % 2 == 0)
            {
                d = d > 4 ? (2 * d) - 9 : 2 * d;
            }

            sum += d;
        }

        return (char)('0' + ((10 - (sum % 10)) % 10));
    }
}
