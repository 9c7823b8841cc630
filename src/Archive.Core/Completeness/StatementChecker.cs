using Archive.Core.Evidence;
using Archive.Core.Messages;

namespace Archive.Core.Completeness;

/// <summary>Checks the signed note of a closed day. The signature needs nothing but the public key; where the archive is at hand, its evidence log must hold
/// the statement and be a continuation of the one that the note names.</summary>
public sealed class StatementChecker(DayStatements statements, IRecordStore records, ILogProver prover, NoteSigner signer)
{
    /// <summary>Whether a text is such a note, whoever signed it.</summary>
    public static bool IsNote(string text) => text.StartsWith(StatementEncoding.Version + "\n", StringComparison.Ordinal);

    /// <param name="note">As issued.</param>
    /// <param name="key">Who must have signed it; null for this archive.</param>
    public async Task<VerificationReport> CheckAsync(string note, NoteVerifier? key, CancellationToken cancellationToken)
    {
        SignedNote signed;
        try
        {
            signed = SignedNote.Parse(note);
        }
        catch (FormatException e)
        {
            return new VerificationReport(VerificationResult.Unreadable, 0, [new VerificationFinding("not a statement", "note", e.Message)]);
        }

        var verifier = key ?? signer.Verifier;
        if (!verifier.Verifies(signed))
        {
            return Altered("signature", "note", $"It was not signed by {verifier.Name}, or was changed since.");
        }

        if (await statements.FindAsync(note, cancellationToken) is not { } statement)
        {
            return Altered("statement missing", "evidence log", "It does not hold this statement.");
        }

        var now = await records.ReadStatisticsAsync(cancellationToken);
        return now.TreeSize > statement.LogSize
            && Convert.ToHexStringLower(await prover.ReadRootAsync(statement.LogSize, cancellationToken)) == statement.LogRoot
            ? new VerificationReport(VerificationResult.Intact, 1, [])
            : Altered("evidence log", $"first {statement.LogSize} leaves", "The log is not a continuation of the one that the note names.");
    }

    private static VerificationReport Altered(string what, string where, string why) =>
        new(VerificationResult.Altered, 0, [new VerificationFinding(what, where, why)]);
}
