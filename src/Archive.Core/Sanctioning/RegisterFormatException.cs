namespace Archive.Core.Sanctioning;

/// <summary>A register file cannot be read. Says where and what was expected; holds no cell of the file.</summary>
/// <param name="line">From 1.</param>
/// <param name="column">UTF-16 code units into the line, from 1, where the cell begins.</param>
public sealed class RegisterFormatException(int line, int column, string expected)
    : Exception($"Line {line}, column {column}: expected {expected}.")
{
    public int Line { get; } = line;

    public int Column { get; } = column;

    public string Expected { get; } = expected;
}
