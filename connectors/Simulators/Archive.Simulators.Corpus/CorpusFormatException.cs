namespace Archive.Simulators.Corpus;

/// <summary>A corpus file cannot be read. The message names the file and, where there is one, the line.</summary>
/// <param name="line">Counted from 1; 0 when the fault is not in a line.</param>
public sealed class CorpusFormatException(string path, int line, string reason, Exception? inner = null)
    : Exception(line > 0 ? $"{path}, line {line}: {reason}" : $"{path}: {reason}", inner)
{
    public int Line { get; } = line;
}
