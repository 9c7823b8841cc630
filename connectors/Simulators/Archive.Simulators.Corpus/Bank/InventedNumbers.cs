using System.Globalization;

namespace Archive.Simulators.Corpus.Bank;

/// <summary>Personal data as people type it into chat, and numbers that only look like it. Everything passes the public format
/// rules and is chosen from ranges that are not given to people, so that nobody real is named by accident.</summary>
internal static class InventedNumbers
{
    /// <summary>Ranges of 1[3-9] that no operator has been given.</summary>
    private static readonly string[] MobilePrefixes = ["142", "143", "154", "160", "161", "163", "164", "168", "169", "179", "194"];

    /// <summary>Whole cities (county part 00): valid provinces, but births are registered under a county.</summary>
    private static readonly string[] ResidentAreas =
        ["110100", "120100", "310100", "320100", "330100", "350200", "370200", "420100", "440100", "440300", "500100", "510100"];

    /// <summary>Reserved by RFC 2606.</summary>
    private static readonly string[] MailDomains = ["example.com", "example.net", "example.org", "mail.example", "post.example"];

    public static string Mobile(SeededRandom random)
    {
        var prefix = random.Pick(MobilePrefixes);
        var rest = random.Digits(8);
        return random.Next(4) switch
        {
            0 => $"{prefix} {rest[..4]} {rest[4..]}",
            1 => $"{prefix}-{rest[..4]}-{rest[4..]}",
            _ => prefix + rest,
        };
    }

    public static string ResidentId(SeededRandom random)
    {
        var born = new DateOnly(1955, 1, 1).AddDays(random.Next(17_000));
        var body = random.Pick(ResidentAreas) + born.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + random.Digits(3);
        return body + CheckDigits.Resident(body);
    }

    /// <summary>UnionPay debit (19 or 16 digits) or Visa (16), sometimes in groups of four.</summary>
    public static string BankCard(SeededRandom random)
    {
        var body = random.Next(5) switch
        {
            0 => "400000" + random.Digits(9),
            1 => "620000" + random.Digits(9),
            _ => "620000" + random.Digits(12),
        };
        var digits = body + CheckDigits.Luhn(body);
        return random.Chance(350) ? string.Join(' ', digits.Chunk(4).Select(four => new string(four))) : digits;
    }

    public static string Email(SeededRandom random, string first, string last)
    {
        var local = random.Next(3) switch
        {
            0 => $"{first}.{last}",
            1 => $"{first}{last}{random.Between(60, 99)}",
            _ => $"{last}_{first}{random.Next(10)}",
        };
        return $"{local}@{random.Pick(MailDomains)}".ToLowerInvariant().Replace("'", "", StringComparison.Ordinal);
    }

    /// <summary>18 digits that start like a resident id and fail its check.</summary>
    public static string NearResidentId(SeededRandom random)
    {
        var id = ResidentId(random);
        return id[..17] + (id[17] is >= '0' and < '9' ? (char)(id[17] + 1) : '0');
    }

    /// <summary>16 digits that start like a card and fail the Luhn check.</summary>
    public static string NearCard(SeededRandom random)
    {
        var body = random.Pick((string[])["62", "40", "45"]) + random.Digits(13);
        return body + (char)('0' + ((CheckDigits.Luhn(body) - '0' + random.Between(1, 9)) % 10));
    }

    /// <summary>11 digits beginning with 10 to 12, which no mobile number does.</summary>
    public static string NearMobile(SeededRandom random) => "1" + (char)('0' + random.Next(3)) + random.Digits(9);
}
