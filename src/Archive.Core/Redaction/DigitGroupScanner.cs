using System.Buffers;

namespace Archive.Core.Redaction;

/// <summary>Finds the groups of digits of a text once for all recognizers. Groups that a character or a few join form a chain; chains too short for any
/// number are left out, and so are unbroken runs longer than any number, so that long runs cost one pass.</summary>
internal ref struct DigitGroupScanner
{
    /// <summary>Seven digits are a local telephone number, the shortest number that is searched for.</summary>
    private const int ShortestNumber = 7;

    /// <summary>The longest card number.</summary>
    private const int LongestNumber = 19;

    private const int LongestGap = 3;

    private readonly ReadOnlySpan<char> _text;
    private readonly int _from;
    private Span<DigitGroup> _groups;
    private Span<byte> _digits;
    private DigitGroup[]? _rentedGroups;
    private byte[]? _rentedDigits;
    private int _groupCount;
    private int _digitCount;

    /// <param name="from">Where the first trigger stands.</param>
    /// <param name="groups">Room for the groups of an ordinary text; pooled arrays take over when it is short.</param>
    public DigitGroupScanner(ReadOnlySpan<char> text, int from, Span<DigitGroup> groups, Span<byte> digits)
    {
        _from = from;
        _groups = groups;
        _digits = digits;
        _text = text;
        Scan(from);
    }

    /// <summary>Valid until the scanner is disposed of.</summary>
    public readonly ScannedText Result => new(_text, _from, _groups[.._groupCount], _digits[.._digitCount]);

    public readonly void Dispose()
    {
        if (_rentedGroups is not null)
        {
            ArrayPool<DigitGroup>.Shared.Return(_rentedGroups);
        }

        if (_rentedDigits is not null)
        {
            ArrayPool<byte>.Shared.Return(_rentedDigits, clearArray: true);
        }
    }

    private void Scan(int from)
    {
        var text = _text;
        var chainGroup = 0;
        var chainDigit = 0;
        for (var at = TriggerScan.IndexOfDigit(text, from); at >= 0;)
        {
            Reserve();
            var start = at;
            at = ReadDigits(text, at, _digits.Slice(_digitCount, LongestNumber));
            var next = NextInChain(text, at, out var gap);
            if (at - start <= LongestNumber)
            {
                _groups[_groupCount++] = new DigitGroup(start, at - start, _digitCount, gap);
                _digitCount += at - start;
            }
            else
            {
                gap = GroupGap.None;
                CloseBefore();
            }

            if (gap == GroupGap.None)
            {
                if (_digitCount - chainDigit < ShortestNumber)
                {
                    _groupCount = chainGroup;
                    _digitCount = chainDigit;
                }

                chainGroup = _groupCount;
                chainDigit = _digitCount;
            }

            at = next >= 0 ? next : TriggerScan.IndexOfDigit(text, at);
        }
    }

    /// <summary>A run too long for any number ends the chain before it.</summary>
    private readonly void CloseBefore()
    {
        if (_groupCount > 0)
        {
            _groups[_groupCount - 1] = _groups[_groupCount - 1] with { GapAfter = GroupGap.None };
        }
    }

    /// <summary>Writes the values of a run of digits, as many as there is room for.</summary>
    /// <returns>Where the run ends.</returns>
    private static int ReadDigits(ReadOnlySpan<char> text, int at, Span<byte> values)
    {
        for (var count = 0; at < text.Length && TextCharacters.IsDigit(text[at]); at++, count++)
        {
            if (count < values.Length)
            {
                values[count] = TextCharacters.DigitValue(text[at]);
            }
        }

        return at;
    }

    /// <returns>The digit with which the chain goes on; -1 when it ends.</returns>
    private static int NextInChain(ReadOnlySpan<char> text, int end, out GroupGap gap)
    {
        gap = GroupGap.None;
        var most = Math.Min(text.Length - 1, end + LongestGap);
        for (var i = end; i <= most; i++)
        {
            var kind = TextCharacters.Gap(text[i]);
            if (kind == GroupGap.None)
            {
                if (TextCharacters.IsDigit(text[i]))
                {
                    return i;
                }

                break;
            }

            gap |= kind;
        }

        gap = GroupGap.None;
        return -1;
    }

    private void Reserve()
    {
        if (_groupCount == _groups.Length)
        {
            Grow(ref _groups, ref _rentedGroups);
        }

        if (_digitCount + LongestNumber > _digits.Length)
        {
            Grow(ref _digits, ref _rentedDigits);
        }
    }

    private static void Grow<T>(ref Span<T> items, ref T[]? rented)
    {
        var larger = ArrayPool<T>.Shared.Rent(items.Length * 2);
        items.CopyTo(larger);
        if (rented is not null)
        {
            ArrayPool<T>.Shared.Return(rented, clearArray: true);
        }

        rented = larger;
        items = larger;
    }
}
