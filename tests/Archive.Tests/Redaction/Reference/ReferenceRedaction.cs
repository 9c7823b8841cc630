namespace Archive.Tests.Redaction.Reference;

/// <summary>Drops what the reference rules find, again and again until they find nothing.</summary>
internal static class ReferenceRedaction
{
    public static string Drop(string text, int threshold)
    {
        while (Resolve([.. ReferenceRules.Find(text).Where(f => f.Score >= threshold)]) is { Count: > 0 } findings)
        {
            foreach (var finding in Enumerable.Reverse(findings))
            {
                text = $"{text[..finding.Start]}⟦{finding.Entity}⟧{text[finding.End..]}";
            }
        }

        return text;
    }

    /// <summary>Those that are left, in the order of the text: the longest of two that overlap, then the higher score, the earlier one, the entity.</summary>
    private static List<ReferenceFinding> Resolve(List<ReferenceFinding> findings)
    {
        var left = new List<ReferenceFinding>();
        foreach (var finding in findings.OrderBy(f => f.Start).ThenByDescending(f => f.Length).ThenByDescending(f => f.Score).ThenBy(f => f.Entity, StringComparer.Ordinal))
        {
            if (left.Count == 0 || left[^1].End <= finding.Start)
            {
                left.Add(finding);
            }
            else if (finding.Length > left[^1].Length || (finding.Length == left[^1].Length && finding.Score > left[^1].Score))
            {
                left[^1] = finding;
            }
        }

        return left;
    }
}

internal sealed record ReferenceFinding(string Entity, int Start, int End, int Score, string Reason)
{
    public int Length => End - Start;
}
