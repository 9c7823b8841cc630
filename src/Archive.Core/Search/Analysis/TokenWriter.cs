using System.Runtime.CompilerServices;
using System.Text;

namespace Archive.Core.Search.Analysis;

/// <summary>Builds tokens from classified characters into buffers that are reused from text to text.</summary>
internal sealed class TokenWriter
{
    // Room for the most that one call writes: the blank of a token that ends, a pair of four bytes each, and its blank, twice.
    private const int Margin = 32;

    private byte[] _utf8 = new byte[4096];
    private AnalyzedToken[] _tokens = new AnalyzedToken[512];
    private int _length;
    private int _count;

    private int _wordLength;
    private int _wordByteStart;
    private int _wordStart;
    private int _wordEnd;

    private bool _hasPending;
    private Rune _pending;
    private int _pendingStart;
    private int _pendingEnd;

    public ReadOnlySpan<byte> Utf8 => _utf8.AsSpan(0, Math.Max(0, _length - 1));

    public ReadOnlySpan<AnalyzedToken> Tokens => _tokens.AsSpan(0, _count);

    public void Begin()
    {
        _length = 0;
        _count = 0;
        _wordLength = 0;
        _hasPending = false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AcceptAscii(char value, int start)
    {
        if (!char.IsAsciiLetterOrDigit(value))
        {
            Break();
            return;
        }

        Reserve();
        OpenWord(start, start + 1);
        _utf8[_length++] = (byte)(value is >= 'A' and <= 'Z' ? value | 0x20 : value);
    }

    public void AcceptWord(Rune value, int start, int end)
    {
        Reserve();
        OpenWord(start, end);
        _length += value.EncodeToUtf8(_utf8.AsSpan(_length));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AcceptPair(char value, int start, int end) => AcceptPair(new Rune(value), start, end);

    public void AcceptPair(Rune value, int start, int end)
    {
        Reserve();
        if (_wordLength > 0)
        {
            CloseWord();
        }

        if (_hasPending)
        {
            var byteStart = _length;
            WriteRune(_pending);
            WriteRune(value);
            Add(byteStart, _pendingStart, _pendingEnd, end, TokenKind.Pair);
        }

        _hasPending = true;
        _pending = value;
        _pendingStart = start;
        _pendingEnd = end;
    }

    /// <summary>A token of its own, whatever stands beside it.</summary>
    public void AcceptSymbol(Rune value, int start, int end)
    {
        Break();
        AcceptWord(value, start, end);
        CloseWord();
    }

    public void Break()
    {
        if (_wordLength > 0)
        {
            CloseWord();
        }
        else if (_hasPending)
        {
            ClosePair();
        }
    }

    private void OpenWord(int start, int end)
    {
        if (_hasPending)
        {
            ClosePair();
        }

        if (_wordLength == TextAnalyzer.MaximumWordLength)
        {
            CloseWord();
        }

        if (_wordLength++ == 0)
        {
            _wordByteStart = _length;
            _wordStart = start;
        }

        _wordEnd = end;
    }

    private void CloseWord()
    {
        Add(_wordByteStart, _wordStart, _wordEnd, _wordEnd, TokenKind.Word);
        _wordLength = 0;
    }

    private void ClosePair()
    {
        var byteStart = _length;
        WriteRune(_pending);
        Add(byteStart, _pendingStart, _pendingEnd, _pendingEnd, TokenKind.Last);
        _hasPending = false;
    }

    private void Add(int byteStart, int start, int headEnd, int end, TokenKind kind)
    {
        if (_count == _tokens.Length)
        {
            Array.Resize(ref _tokens, _count * 2);
        }

        _tokens[_count++] = new AnalyzedToken(byteStart, _length - byteStart, start, headEnd, end, kind);
        _utf8[_length++] = (byte)' ';
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WriteRune(Rune rune)
    {
        var value = rune.Value;
        if (value is >= 0x800 and <= 0xFFFF)
        {
            var target = _utf8.AsSpan(_length, 3);
            target[2] = (byte)(0x80 | (value & 0x3F));
            target[1] = (byte)(0x80 | ((value >> 6) & 0x3F));
            target[0] = (byte)(0xE0 | (value >> 12));
            _length += 3;
        }
        else
        {
            _length += rune.EncodeToUtf8(_utf8.AsSpan(_length));
        }
    }

    private void Reserve()
    {
        if (_utf8.Length - _length < Margin)
        {
            Array.Resize(ref _utf8, _utf8.Length * 2);
        }
    }
}
