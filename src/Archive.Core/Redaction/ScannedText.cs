namespace Archive.Core.Redaction;

/// <summary>A text with its groups of digits, as <see cref="DigitGroupScanner"/> found them.</summary>
internal readonly ref struct ScannedText(ReadOnlySpan<char> text, int from, ReadOnlySpan<DigitGroup> groups, ReadOnlySpan<byte> digits)
{
    public ReadOnlySpan<char> Text { get; } = text;

    /// <summary>No digit and no "@" stands before this offset.</summary>
    public int From { get; } = from;

    public ReadOnlySpan<DigitGroup> Groups { get; } = groups;

    /// <summary>The digits of all groups, one after another, as values 0 to 9.</summary>
    public ReadOnlySpan<byte> Digits { get; } = digits;

    /// <summary>The digits from a group on, across the groups of its chain and beyond.</summary>
    public ReadOnlySpan<byte> DigitsFrom(int group) => Digits[Groups[group].DigitOffset..];

    /// <summary>How many digits a group and those behind it have, up to a number of groups and whether a chain joins them or not.</summary>
    public int DigitsWithin(int first, int groups)
    {
        var beyond = first + groups;
        return (beyond < Groups.Length ? Groups[beyond].DigitOffset : Digits.Length) - Groups[first].DigitOffset;
    }

    /// <summary>The group with which a number of exactly this many digits, begun at a group, ends; -1 when none does.</summary>
    public int LastGroup(int first, int digits, int mostGroups, out GroupGap gaps)
    {
        var last = Reach(first, digits, mostGroups, out var total, out gaps);
        return total == digits ? last : -1;
    }

    /// <summary>The group with which a number begun at a group comes to at least this many digits; -1 when its chain or the groups allowed end before.</summary>
    public int Reach(int first, int digits, int mostGroups, out int total, out GroupGap gaps)
    {
        total = 0;
        gaps = GroupGap.None;
        if (DigitsWithin(first, mostGroups) < digits)
        {
            return -1;
        }

        for (var i = first; i < first + mostGroups; i++)
        {
            var group = Groups[i];
            total += group.Length;
            if (total >= digits)
            {
                return i;
            }

            if (group.GapAfter == GroupGap.None)
            {
                return -1;
            }

            gaps |= group.GapAfter;
        }

        return -1;
    }

    /// <summary>Whether the group is the fraction of a decimal number that begins with 0.</summary>
    public bool IsFraction(int group) =>
        group > 0 && Groups[group - 1] is { GapAfter: GroupGap.Dot, Length: 1 } whole && Digits[whole.DigitOffset] == 0
        && Groups[group].Start == whole.Start + 2;
}

/// <summary>An unbroken run of digits, of either width.</summary>
/// <param name="DigitOffset">Where its digits begin in <see cref="ScannedText.Digits"/>.</param>
/// <param name="GapAfter">What joins it to the next group; None at the end of a chain.</param>
internal readonly record struct DigitGroup(int Start, int Length, int DigitOffset, GroupGap GapAfter)
{
    public int End => Start + Length;
}
