using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Archive.Core.Messages;

namespace Archive.Core.Sanctioning;

/// <summary>The firm's register of accounts as a file: CSV in UTF-8 with a header. Its version is the SHA-256 of its bytes, so that a decision can name
/// the very file it rests on. Times are ISO 8601 with an offset, or a date alone for midnight UTC.</summary>
public static class RegisterFile
{
    public const string Header = "source,account,person,name,department,valid_from,valid_to,notice,notice_signed_at,standing";

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'";

    private static readonly string[] Columns = Header.Split(',');

    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd"];

    /// <exception cref="RegisterFormatException">The file is not what it must be, or two periods of one account contradict each other.</exception>
    public static AccountRegister Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new CsvReader(Decode(bytes));
        ReadHeader(reader.Read());
        var accounts = new List<RegisteredAccount>();
        var places = new List<CsvCell>();
        while (reader.Read() is { } cells)
        {
            accounts.Add(ReadAccount(cells));
            places.Add(cells[Array.IndexOf(Columns, "valid_from")]);
        }

        RefuseContradictions(accounts, places);
        return new AccountRegister(Convert.ToHexStringLower(SHA256.HashData(bytes)), accounts);
    }

    public static byte[] Write(IEnumerable<RegisteredAccount> accounts)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        var text = new StringBuilder(Header).Append("\r\n");
        foreach (var account in accounts)
        {
            string?[] cells =
            [
                account.Source, account.AccountId, account.PersonId, account.Name, account.Department, Write(account.ValidFrom), Write(account.ValidTo),
                account.NoticeVersion, Write(account.NoticeSignedAt), account.Standing == AccountStanding.Declined ? "declined" : "sanctioned",
            ];
            text.AppendJoin(',', cells.Select(cell => CsvCells.Encode(cell ?? ""))).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string? Write(DateTimeOffset? time) => time?.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            var (line, column) = PlaceOfInvalidByte(bytes);
            throw new RegisterFormatException(line, column, "UTF-8");
        }
    }

    private static (int Line, int Column) PlaceOfInvalidByte(ReadOnlySpan<byte> bytes)
    {
        var valid = System.Text.Unicode.Utf8.IsValid(bytes) ? bytes.Length : 0;
        for (var at = 0; at < bytes.Length; at = valid)
        {
            if (Rune.DecodeFromUtf8(bytes[at..], out _, out var consumed) != System.Buffers.OperationStatus.Done)
            {
                break;
            }

            valid = at + consumed;
        }

        var before = Encoding.UTF8.GetString(bytes[..valid]);
        return (before.Count(c => c == '\n') + 1, before.Length - before.LastIndexOf('\n'));
    }

    private static void ReadHeader(List<CsvCell>? cells)
    {
        for (var i = 0; i < Columns.Length; i++)
        {
            if (cells is null || i >= cells.Count || cells[i].Value != Columns[i])
            {
                var (line, column) = cells is null ? (1, 1) : i < cells.Count ? (cells[i].Line, cells[i].Column) : (cells[^1].Line, cells[^1].Column);
                throw new RegisterFormatException(line, column, $"the header \"{Header}\"");
            }
        }

        RefuseExtraCells(cells!); // not null: the loop above throws first
    }

    private static RegisteredAccount ReadAccount(List<CsvCell> cells)
    {
        if (cells.Count < Columns.Length)
        {
            throw new RegisterFormatException(cells[^1].Line, cells[^1].Column, $"{Columns.Length} cells, of which {cells.Count} are here");
        }

        RefuseExtraCells(cells);
        var from = Time(cells[5], "valid_from") ?? throw new RegisterFormatException(cells[5].Line, cells[5].Column, "a time in valid_from");
        var to = Time(cells[6], "valid_to");
        if (to <= from)
        {
            throw new RegisterFormatException(cells[6].Line, cells[6].Column, "a valid_to after valid_from");
        }

        var notice = Optional(cells[7]);
        var signedAt = Time(cells[8], "notice_signed_at");
        if (notice is null != signedAt is null)
        {
            var missing = notice is null ? cells[7] : cells[8];
            throw new RegisterFormatException(missing.Line, missing.Column, "notice and notice_signed_at, both or neither");
        }

        return new RegisteredAccount(
            Required(cells[0], "source"), Required(cells[1], "account"), Required(cells[2], "person"), CsvCells.Decode(cells[3].Value), Optional(cells[4]),
            from, to, notice, signedAt, Standing(cells[9]));
    }

    private static void RefuseExtraCells(List<CsvCell> cells)
    {
        if (cells.Count > Columns.Length)
        {
            throw new RegisterFormatException(cells[Columns.Length].Line, cells[Columns.Length].Column, $"the end of the line after {Columns.Length} cells");
        }
    }

    private static string Required(CsvCell cell, string column)
    {
        // Blanks at the ends are a slip of the hand, unless quotes say that they are meant: a platform may have such accounts.
        var value = CsvCells.Decode(cell.Value);
        return value.Length > 0 && (cell.IsQuoted || value.AsSpan().Trim().Length == value.Length)
            ? value
            : throw new RegisterFormatException(cell.Line, cell.Column, $"{column}, not empty, and in quotes if it has blanks at its ends");
    }

    private static string? Optional(CsvCell cell) => cell.Value.Length == 0 ? null : CsvCells.Decode(cell.Value);

    private static DateTimeOffset? Time(CsvCell cell, string column)
    {
        if (cell.Value.Length == 0)
        {
            return null;
        }

        return DateTimeOffset.TryParseExact(cell.Value, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? Timestamps.Cut(time)
            : throw new RegisterFormatException(cell.Line, cell.Column, $"an ISO 8601 time with its offset in {column}, such as 2024-05-01T09:00:00Z");
    }

    private static AccountStanding Standing(CsvCell cell) => cell.Value switch
    {
        "sanctioned" => AccountStanding.Sanctioned,
        "declined" => AccountStanding.Declined,
        _ => throw new RegisterFormatException(cell.Line, cell.Column, "standing to be sanctioned or declined"),
    };

    /// <summary>Two periods of an account that overlap must agree on person and standing.</summary>
    private static void RefuseContradictions(List<RegisteredAccount> accounts, List<CsvCell> places)
    {
        foreach (var lines in Enumerable.Range(0, accounts.Count).GroupBy(i => (accounts[i].Source, accounts[i].AccountId)))
        {
            // Only the periods still open can contradict the next one; those of one account that agree with each other are compared by their latest end.
            int? latest = null;
            foreach (var line in lines.OrderBy(i => accounts[i].ValidFrom).ThenBy(i => i))
            {
                var account = accounts[line];
                if (latest is { } earlier && (accounts[earlier].ValidTo is not { } end || account.ValidFrom < end)
                    && (accounts[earlier].Standing != account.Standing || accounts[earlier].PersonId != account.PersonId))
                {
                    var place = places[Math.Max(line, earlier)];
                    throw new RegisterFormatException(
                        place.Line, place.Column, $"a period that does not contradict the one of the same account on line {places[Math.Min(line, earlier)].Line}");
                }

                latest = latest is { } kept && End(accounts[kept]) >= End(account) ? kept : line;
            }
        }
    }

    private static DateTimeOffset End(RegisteredAccount account) => account.ValidTo ?? DateTimeOffset.MaxValue;
}
