namespace Archive.Core.Redaction;

/// <summary>Of findings that overlap, the longest stays, of equal ones the one with the higher score, then the entity that sorts first. The order in
/// which recognizers ran decides nothing.</summary>
internal static class FindingOverlaps
{
    /// <summary>Resolves in place; what is left is in text order and apart from each other and from <paramref name="kept"/>, which is in text order too.</summary>
    public static void Resolve(List<Finding> findings, IReadOnlyList<RedactionMark> kept)
    {
        FindingOrder.Sort(findings);
        var count = 0;
        var mark = 0;
        for (var i = 0; i < findings.Count; i++)
        {
            var finding = findings[i];
            while (mark < kept.Count && kept[mark].Start + kept[mark].Length <= finding.Start)
            {
                mark++;
            }

            if (mark < kept.Count && kept[mark].Start < finding.End)
            {
                continue;
            }

            if (count == 0 || findings[count - 1].End <= finding.Start)
            {
                findings[count++] = finding;
            }
            else if (Compare(finding, findings[count - 1]) < 0)
            {
                findings[count - 1] = finding;
            }
        }

        findings.RemoveRange(count, findings.Count - count);
    }

    /// <summary>Negative when the first of two that overlap stays.</summary>
    public static int Compare(in Finding a, in Finding b) =>
        a.Length != b.Length ? b.Length.CompareTo(a.Length)
        : a.Score != b.Score ? b.Score.CompareTo(a.Score)
        : a.Start != b.Start ? a.Start.CompareTo(b.Start)
        : string.CompareOrdinal(a.Recognizer.Entity, b.Recognizer.Entity);
}
