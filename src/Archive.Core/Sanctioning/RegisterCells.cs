using System.Globalization;
using System.Text;
using Archive.Core.Messages;

namespace Archive.Core.Sanctioning;

/// <summary>What the lists of the register have in common: UTF-8, a header that names the columns, times in ISO 8601.</summary>
internal static class RegisterCells
{
    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd"];

    /// <exception cref="RegisterFormatException">It is not UTF-8.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
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

    /// <exception cref="RegisterFormatException">The first line does not name these columns.</exception>
    public static void RequireHeader(List<CsvCell>? cells, IReadOnlyList<string> columns)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (cells is null || i >= cells.Count || cells[i].Value != columns[i])
            {
                var (line, column) = cells is null ? (1, 1) : i < cells.Count ? (cells[i].Line, cells[i].Column) : (cells[^1].Line, cells[^1].Column);
                throw new RegisterFormatException(line, column, $"the header \"{string.Join(',', columns)}\"");
            }
        }

        RefuseExtraCells(cells!, columns.Count); // not null: the loop above throws first
    }

    /// <exception cref="RegisterFormatException">There are fewer cells or more.</exception>
    public static void RequireCount(List<CsvCell> cells, int count)
    {
        if (cells.Count < count)
        {
            throw new RegisterFormatException(cells[^1].Line, cells[^1].Column, $"{count} cells, of which {cells.Count} are here");
        }

        RefuseExtraCells(cells, count);
    }

    public static string Required(CsvCell cell, string column)
    {
        // Blanks at the ends are a slip of the hand, unless quotes say that they are meant: a platform may have such accounts.
        var value = CsvCells.Decode(cell.Value);
        return value.Length > 0 && (cell.IsQuoted || value.AsSpan().Trim().Length == value.Length)
            ? value
            : throw new RegisterFormatException(cell.Line, cell.Column, $"{column}, not empty, and in quotes if it has blanks at its ends");
    }

    public static string? Optional(CsvCell cell) => cell.Value.Length == 0 ? null : CsvCells.Decode(cell.Value);

    public static DateTimeOffset? Time(CsvCell cell, string column)
    {
        if (cell.Value.Length == 0)
        {
            return null;
        }

        return DateTimeOffset.TryParseExact(cell.Value, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? Timestamps.Cut(time)
            : throw new RegisterFormatException(cell.Line, cell.Column, $"an ISO 8601 time with its offset in {column}, such as 2024-05-01T09:00:00Z");
    }

    private static void RefuseExtraCells(List<CsvCell> cells, int count)
    {
        if (cells.Count > count)
        {
            throw new RegisterFormatException(cells[count].Line, cells[count].Column, $"the end of the line after {count} cells");
        }
    }
}
