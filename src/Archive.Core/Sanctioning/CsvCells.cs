using System.Buffers;

namespace Archive.Core.Sanctioning;

/// <summary>Cells that a spreadsheet would take for a formula are written behind an apostrophe, which reading takes away again. A cell that begins with
/// an apostrophe and could be mistaken for such a one gets another.</summary>
internal static class CsvCells
{
    private const string FormulaStarts = "=+-@\t\r\n＝＋－＠";

    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    public static string Encode(string value)
    {
        var safe = value.Length > 0 && (FormulaStarts.Contains(value[0], StringComparison.Ordinal) || IsEscaped(value)) ? "'" + value : value;
        var isQuoted = safe.AsSpan().ContainsAny(Quoted) || value.AsSpan().Trim().Length < value.Length;
        return isQuoted ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    public static string Decode(string cell) => IsEscaped(cell) ? cell[1..] : cell;

    private static bool IsEscaped(string cell) =>
        cell.Length > 1 && cell[0] == '\'' && (cell[1] == '\'' || FormulaStarts.Contains(cell[1], StringComparison.Ordinal));
}
