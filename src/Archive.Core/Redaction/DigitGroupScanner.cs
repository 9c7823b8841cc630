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
        var chainGroup = 0;
        var chainDigit = 0;
        for (var start = TriggerScan.IndexOfDigit(_text, from); start >= 0;)
        {
            var end = start + 1;
            while (end < _text.Length && TextCharacters.IsDigit(_text[end]))
            {
                end++;
            }

            var next = NextStart(end, out var gap);
            if (end - start > LongestNumber)
            {
                gap = GroupGap.None;
                CloseBefore();
            }
            else
            {
                Add(start, end, gap);
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

            start = next;
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

    private readonly int NextStart(int end, out GroupGap gap)
    {
        gap = GroupGap.None;
        for (var i = end; i < _text.Length && i <= end + LongestGap; i++)
        {
            if (TextCharacters.IsDigit(_text[i]))
            {
                return i;
            }

            var kind = TextCharacters.Gap(_text[i]);
            if (kind == GroupGap.None)
            {
                break;
            }

            gap |= kind;
        }

        gap = GroupGap.None;
        return TriggerScan.IndexOfDigit(_text, end);
    }

    private void Add(int start, int end, GroupGap gap)
    {
        if (_groupCount == _groups.Length)
        {
            Grow(ref _groups, ref _rentedGroups);
        }

        if (_digitCount + LongestNumber > _digits.Length)
        {
            Grow(ref _digits, ref _rentedDigits);
        }

        _groups[_groupCount++] = new DigitGroup(start, end - start, _digitCount, gap);
        for (var i = start; i < end; i++)
        {
            _digits[_digitCount++] = TextCharacters.DigitValue(_text[i]);
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
