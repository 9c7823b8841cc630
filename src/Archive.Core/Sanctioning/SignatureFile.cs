namespace Archive.Core.Sanctioning;

/// <summary>A list of signatures that were given elsewhere, on paper or in another system: CSV in UTF-8 with a header. Times are ISO 8601 with an offset, or a
/// date alone for the end of that day in UTC.</summary>
public static class SignatureFile
{
    public const string Header = "person,notice,signer,signed_at";

    private static readonly string[] Columns = Header.Split(',');

    /// <param name="register">Knows the notices.</param>
    /// <param name="now">A day that is still going on ends now.</param>
    /// <exception cref="RegisterFormatException">The file is not what it must be, or names a notice that is not published.</exception>
    public static IReadOnlyList<NoticeSignature> Read(ReadOnlySpan<byte> bytes, SanctionRegister register, DateTimeOffset now)
    {
        var reader = new CsvReader(RegisterCells.Decode(bytes));
        RegisterCells.RequireHeader(reader.Read(), Columns);
        var signatures = new List<NoticeSignature>();
        while (reader.Read() is { } cells)
        {
            RegisterCells.RequireCount(cells, Columns.Length);
            var version = RegisterCells.Required(cells[1], "notice");
            var notice = register.FindSignable(version) ?? throw new RegisterFormatException(cells[1].Line, cells[1].Column, "the name of a published notice");
            signatures.Add(new NoticeSignature(
                RegisterCells.Required(cells[0], "person"),
                version,
                notice.Sha256,
                RegisterCells.Required(cells[2], "signer"),
                (SignedDay.Read(cells[3].Value) is { } day ? SignedDay.EndOf(day, TimeZoneInfo.Utc, now) : RegisterCells.Time(cells[3], "signed_at")) ?? throw new RegisterFormatException(cells[3].Line, cells[3].Column, "a time in signed_at"),
                SignatureWay.Import));
        }

        return signatures;
    }
}
