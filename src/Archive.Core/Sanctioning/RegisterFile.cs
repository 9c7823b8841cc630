using System.Globalization;
using System.Text;
using Archive.Core.Messages;

namespace Archive.Core.Sanctioning;

/// <summary>The firm's list of accounts as a file: CSV in UTF-8 with a header. Times are ISO 8601 with an offset, or a date alone for midnight UTC.</summary>
public static class RegisterFile
{
    public const string Header = "source,account,person,name,department,valid_from,valid_to,notice,notice_signed_at,standing";

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'";

    private static readonly string[] Columns = Header.Split(',');

    /// <exception cref="RegisterFormatException">The file is not what it must be, or two periods of one account contradict each other.</exception>
    public static IReadOnlyList<RegisteredAccount> Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new CsvReader(RegisterCells.Decode(bytes));
        RegisterCells.RequireHeader(reader.Read(), Columns);
        var accounts = new List<RegisteredAccount>();
        var places = new List<CsvCell>();
        while (reader.Read() is { } cells)
        {
            accounts.Add(ReadAccount(cells));
            places.Add(cells[Array.IndexOf(Columns, "valid_from")]);
        }

        RefuseContradictions(accounts, places);
        return accounts;
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

    private static RegisteredAccount ReadAccount(List<CsvCell> cells)
    {
        RegisterCells.RequireCount(cells, Columns.Length);
        var from = RegisterCells.Time(cells[5], "valid_from") ?? throw new RegisterFormatException(cells[5].Line, cells[5].Column, "a time in valid_from");
        var to = RegisterCells.Time(cells[6], "valid_to");
        if (to <= from)
        {
            throw new RegisterFormatException(cells[6].Line, cells[6].Column, "a valid_to after valid_from");
        }

        var notice = RegisterCells.Optional(cells[7]);
        var signedAt = RegisterCells.Time(cells[8], "notice_signed_at");
        if (notice is null != signedAt is null)
        {
            var missing = notice is null ? cells[7] : cells[8];
            throw new RegisterFormatException(missing.Line, missing.Column, "notice and notice_signed_at, both or neither");
        }

        return new RegisteredAccount(
            RegisterCells.Required(cells[0], "source"), RegisterCells.Required(cells[1], "account"), RegisterCells.Required(cells[2], "person"), CsvCells.Decode(cells[3].Value), RegisterCells.Optional(cells[4]),
            from, to, notice, signedAt, Standing(cells[9]));
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
