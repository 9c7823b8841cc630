using System.Text;

namespace Archive.Core.Sanctioning;

/// <summary>RFC 4180: cells between commas, quoted where they hold a comma, a quote or a line break; lines end with CR LF or LF.</summary>
internal sealed class CsvReader(string text)
{
    private int _at;
    private int _line = 1;
    private int _lineStart;

    /// <summary>Cells of the next record; null at the end. Empty lines are skipped.</summary>
    /// <exception cref="RegisterFormatException">A quote is missing or stands where none may.</exception>
    public List<CsvCell>? Read()
    {
        while (_at < text.Length && text[_at] is '\r' or '\n')
        {
            EndLine();
        }

        if (_at >= text.Length)
        {
            return null;
        }

        var cells = new List<CsvCell>();
        while (true)
        {
            cells.Add(ReadCell());
            if (_at < text.Length && text[_at] == ',')
            {
                _at++;
                continue;
            }

            if (_at < text.Length)
            {
                EndLine();
            }

            return cells;
        }
    }

    private CsvCell ReadCell()
    {
        var (line, column) = (_line, _at - _lineStart + 1);
        if (_at < text.Length && text[_at] == '"')
        {
            return new CsvCell(ReadQuoted(line, column), line, column, IsQuoted: true);
        }

        var start = _at;
        while (_at < text.Length && text[_at] is not (',' or '\r' or '\n'))
        {
            if (text[_at] == '"')
            {
                throw new RegisterFormatException(_line, _at - _lineStart + 1, "no quote inside a cell that does not begin with one");
            }

            _at++;
        }

        return new CsvCell(text[start.._at], line, column);
    }

    private string ReadQuoted(int line, int column)
    {
        var value = new StringBuilder();
        for (_at++; _at < text.Length; _at++)
        {
            if (text[_at] == '\n')
            {
                (_line, _lineStart) = (_line + 1, _at + 1);
            }

            if (text[_at] != '"')
            {
                value.Append(text[_at]);
            }
            else if (_at + 1 < text.Length && text[_at + 1] == '"')
            {
                value.Append(text[_at++]);
            }
            else
            {
                _at++;
                return _at == text.Length || text[_at] is ',' or '\r' or '\n'
                    ? value.ToString()
                    : throw new RegisterFormatException(_line, _at - _lineStart + 1, "a comma or the end of the line after the closing quote");
            }
        }

        throw new RegisterFormatException(line, column, "a closing quote for the cell that begins here");
    }

    private void EndLine()
    {
        _at += text[_at] == '\r' && _at + 1 < text.Length && text[_at + 1] == '\n' ? 2 : 1;
        (_line, _lineStart) = (_line + 1, _at);
    }
}

/// <summary>A cell and where it begins, from 1.</summary>
internal readonly record struct CsvCell(string Value, int Line, int Column, bool IsQuoted = false);
