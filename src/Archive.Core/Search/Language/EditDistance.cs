namespace Archive.Core.Search.Language;

/// <summary>How many letters are wrong, missing, too many or swapped with their neighbour: for "did you mean".</summary>
internal static class EditDistance
{
    public static int Between(string left, string right)
    {
        var before = new int[right.Length + 1];
        var above = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var row = new int[right.Length + 1];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                row[j] = Math.Min(above[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1), Math.Min(above[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, above) = (above, row);
        }

        return above[^1];
    }

    /// <summary>Null when none is so near that it may have been meant.</summary>
    public static string? Nearest(string written, IEnumerable<string> known)
    {
        // Longer texts are no misspelt names, and the work stays small whatever was typed.
        if (written.Length > 20)
        {
            return null;
        }

        var (nearest, distance) = known.Select(name => (name, Between(written, name))).MinBy(pair => pair.Item2);
        return distance <= (written.Length <= 4 ? 1 : 2) ? nearest : null;
    }
}
