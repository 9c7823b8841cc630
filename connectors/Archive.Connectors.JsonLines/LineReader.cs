namespace Archive.Connectors.JsonLines;

/// <summary>Cuts a stream into lines without copying them: each line is a slice of a chunk that is never written again.</summary>
internal sealed class LineReader(Stream stream)
{
    /// <summary>Longest line that is read whole. A longer one is a broken file, and its beginning is enough to see that.</summary>
    public const int MaxLineBytes = 16 * 1024 * 1024;

    /// <summary>How much of a line that is too long is kept.</summary>
    public const int KeptOfLongLine = 64 * 1024;

    // Below the large object heap's 85,000 bytes.
    private const int ChunkBytes = 80_000;

    private byte[] _chunk = new byte[ChunkBytes];
    private int _start;
    private int _end;
    private bool _ended;
    private bool _first = true;

    /// <summary>The next line without its end, or false at the end of the stream.</summary>
    /// <param name="tooLong">The line was longer than <see cref="MaxLineBytes"/>; only its beginning is given.</param>
    public bool TryRead(out ReadOnlyMemory<byte> line, out bool tooLong)
    {
        tooLong = false;
        var searched = 0;
        while (true)
        {
            var at = _chunk.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                line = Take(searched + at, 1);
                tooLong = line.Length > MaxLineBytes;
                line = tooLong ? line[..KeptOfLongLine].ToArray() : line;
                return true;
            }

            searched = _end - _start;
            if (_ended)
            {
                line = Take(searched, 0);
                return searched > 0;
            }

            if (searched > MaxLineBytes)
            {
                line = _chunk.AsMemory(_start, KeptOfLongLine).ToArray();
                tooLong = true;
                SkipRestOfLine();
                return true;
            }

            Fill();
        }
    }

    private ReadOnlyMemory<byte> Take(int length, int end)
    {
        var line = _chunk.AsMemory(_start, length);
        _start += length + end;
        if (_first)
        {
            _first = false;
            if (line.Span.StartsWith("\uFEFF"u8))
            {
                line = line[3..];
            }
        }

        return line.Span is [.., (byte)'\r'] ? line[..^1] : line;
    }

    private void Fill()
    {
        if (_end == _chunk.Length)
        {
            // The old chunk belongs to the lines given out of it; only the unfinished line moves on.
            var left = _end - _start;
            var next = new byte[Math.Max(ChunkBytes, left * 2)];
            _chunk.AsSpan(_start, left).CopyTo(next);
            (_chunk, _start, _end) = (next, 0, left);
        }

        var read = stream.Read(_chunk, _end, _chunk.Length - _end);
        _end += read;
        _ended = read == 0;
    }

    private void SkipRestOfLine()
    {
        _chunk = new byte[ChunkBytes];
        (_start, _end) = (0, 0);
        while (!_ended)
        {
            var read = stream.Read(_chunk, 0, _chunk.Length);
            _ended = read == 0;
            var at = _chunk.AsSpan(0, read).IndexOf((byte)'\n');
            if (at >= 0)
            {
                (_start, _end) = (at + 1, read);
                return;
            }
        }
    }
}
