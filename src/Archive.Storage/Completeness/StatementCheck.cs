using Archive.Core.Completeness;
using Archive.Core.Evidence;
using Archive.Storage.Evidence;

namespace Archive.Storage.Completeness;

/// <summary>Checks that a statement of a day adds up and agrees with its note: an entry that is unchanged can have been wrong when it was made.</summary>
internal static class StatementCheck
{
    public static void Run(EvidenceEntry entry, VerificationFindings findings)
    {
        try
        {
            var statement = StatementEncoding.FromEntry(entry);
            if (statement.FindFault() is { } fault)
            {
                findings.Add("statement does not hold", $"leaf {entry.LeafIndex}, {statement.Source} on {statement.Day:yyyy-MM-dd}", fault);
            }
        }
        catch (FormatException e)
        {
            findings.Add("statement does not hold", $"leaf {entry.LeafIndex}", e.Message);
        }
    }
}
