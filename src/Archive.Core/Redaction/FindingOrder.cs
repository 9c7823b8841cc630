using System.Runtime.InteropServices;

namespace Archive.Core.Redaction;

/// <summary>Sorts findings by merging the runs that are in order already. Every recognizer finds in the order of the text, so a handful of runs is all
/// there is, and sorting is linear. Equal findings keep their order.</summary>
internal static class FindingOrder
{
    public static void Sort(List<Finding> findings)
    {
        var ends = RunEnds(CollectionsMarshal.AsSpan(findings));
        if (ends.Count <= 1)
        {
            return;
        }

        var from = findings.ToArray();
        var to = new Finding[from.Length];
        while (ends.Count > 1)
        {
            ends = MergePairs(from, to, ends);
            (from, to) = (to, from);
        }

        from.CopyTo(CollectionsMarshal.AsSpan(findings));
    }

    /// <summary>By place; of those that begin together the one that stays comes first.</summary>
    public static int Compare(in Finding a, in Finding b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : FindingOverlaps.Compare(a, b);

    private static List<int> RunEnds(ReadOnlySpan<Finding> findings)
    {
        var ends = new List<int>();
        for (var i = 1; i < findings.Length; i++)
        {
            if (Compare(findings[i], findings[i - 1]) < 0)
            {
                ends.Add(i);
            }
        }

        ends.Add(findings.Length);
        return ends;
    }

    private static List<int> MergePairs(Finding[] from, Finding[] to, List<int> ends)
    {
        var merged = new List<int>((ends.Count + 1) / 2);
        var start = 0;
        for (var i = 0; i < ends.Count; i += 2)
        {
            var end = ends[Math.Min(i + 1, ends.Count - 1)];
            Merge(from, to, start, ends[i], end);
            merged.Add(end);
            start = end;
        }

        return merged;
    }

    private static void Merge(Finding[] from, Finding[] to, int start, int middle, int end)
    {
        var left = start;
        var right = middle;
        for (var i = start; i < end; i++)
        {
            to[i] = right == end || (left < middle && Compare(from[left], from[right]) <= 0) ? from[left++] : from[right++];
        }
    }
}
