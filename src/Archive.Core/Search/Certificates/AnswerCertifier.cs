using Archive.Core.Audit;
using Archive.Core.Evidence;
using Archive.Core.Messages;
using Archive.Core.Search.Analysis;

namespace Archive.Core.Search.Certificates;

/// <summary>Certifies what the archive answers to a query, the empty answer included, and checks such certificates. Both read every stored text and
/// search it without the index, so an index that hides a record, or invents one, is found out.</summary>
public sealed class AnswerCertifier(
    QueryCompiler compile, ISearchIndex index, IRecordStore records, ILogProver prover, AuditTrail audit, NoteSigner signer, TimeProvider clock)
{
    // The clean-up may take records away between asking the index and reading the store.
    private const int Attempts = 3;
    private const int MostNamed = 20;

    /// <param name="progress">Told the number of the record reached.</param>
    /// <exception cref="Language.QueryException">The query cannot be read.</exception>
    /// <exception cref="CertificateRefusedException">Index and stored texts do not agree.</exception>
    public async Task<SignedNote> IssueAsync(Reader reader, string query, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reader.Purpose);
        var time = clock.GetUtcNow();
        var bound = compile(query, reader.Scope, time);
        await audit.CertifiedAsync(reader, query, cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            var state = await index.ReadStateAsync(cancellationToken);
            var answered = await ReadMatchesAsync(bound, state.Cursor, cancellationToken);
            var stored = await new StoredTextScan(records).RunAsync(bound, state.Cursor, progress, cancellationToken);
            if (answered.SequenceEqual(stored.Sequences))
            {
                return signer.Sign((await DescribeAsync(reader, query, bound, time, state, stored, cancellationToken)).ToText());
            }

            if (attempt == Attempts)
            {
                throw Refusal(answered, stored.Sequences);
            }
        }
    }

    /// <summary>Checks signature, evidence log and answer of a certificate against this archive.</summary>
    /// <param name="note">As issued.</param>
    /// <param name="key">Who must have signed it; null for this archive.</param>
    public async Task<VerificationReport> CheckAsync(string note, NoteVerifier? key, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        AnswerCertificate certificate;
        try
        {
            var signed = SignedNote.Parse(note);
            if (!(key ?? signer.Verifier).Verifies(signed))
            {
                return Altered("signature", "certificate", $"It was not signed by {(key ?? signer.Verifier).Name}, or was changed since.");
            }

            certificate = AnswerCertificate.Parse(signed.Text);
        }
        catch (FormatException e)
        {
            return new VerificationReport(VerificationResult.Unreadable, 0, [new VerificationFinding("not a certificate", "certificate", e.Message)]);
        }

        return await CheckAsync(certificate, progress, cancellationToken);
    }

    private async Task<VerificationReport> CheckAsync(AnswerCertificate certificate, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var now = await records.ReadStatisticsAsync(cancellationToken);
        if (now.TreeSize < certificate.LogSize
            || Convert.ToHexStringLower(await prover.ReadRootAsync(certificate.LogSize, cancellationToken)) != certificate.LogRoot)
        {
            return Altered("evidence log", $"first {certificate.LogSize} leaves", "The log is not a continuation of the one that the certificate names.");
        }

        var bound = compile(certificate.Query, new SearchScope(certificate.Sources), certificate.Time);
        if (certificate.Analyzer != TextAnalyzer.Name || BoundQueryText.Write(bound.Root) != certificate.Parsed)
        {
            return new VerificationReport(VerificationResult.Unreadable, 0, [new VerificationFinding("query", "certificate",
                $"This version understands the query otherwise ({TextAnalyzer.Name}); check it with the version that issued it.")]);
        }

        var stored = await new StoredTextScan(records).RunAsync(bound, certificate.Through, progress, cancellationToken);
        if (stored.Sequences.Count == certificate.Total && ResultSetHash.Of(stored.Sequences) == certificate.ResultSet)
        {
            return new VerificationReport(VerificationResult.Intact, stored.Searched, []);
        }

        var gone = certificate.Records - stored.Searched;
        return gone > 0
            ? new VerificationReport(VerificationResult.Unreadable, stored.Searched, [new VerificationFinding("records disposed of", "answer",
                $"{gone} of the {certificate.Records} records it covers have been disposed of since; {stored.Sequences.Count} of {certificate.Total} hits are still there.")])
            : Altered("answer", "result set", $"It certifies {certificate.Total} hits; the stored texts now give {stored.Sequences.Count}, or others.");
    }

    private async Task<AnswerCertificate> DescribeAsync(
        Reader reader, string query, BoundQuery bound, DateTimeOffset time, IndexState state, StoredMatches stored, CancellationToken cancellationToken)
    {
        var now = await records.ReadStatisticsAsync(cancellationToken);
        return new AnswerCertificate(
            time,
            reader.Account,
            reader.Purpose,
            query,
            BoundQueryText.Write(bound.Root),
            reader.Scope.Sources is { } sources ? [.. sources.Order(StringComparer.Ordinal)] : null,
            TextAnalyzer.Name,
            state.Generation,
            state.Cursor,
            stored.Searched,
            Math.Max(0, now.LastSequence - state.Cursor),
            now.Quarantined,
            stored.Sequences.Count,
            ResultSetHash.Of(stored.Sequences),
            now.TreeSize,
            now.Root);
    }

    private async Task<List<long>> ReadMatchesAsync(BoundQuery bound, long through, CancellationToken cancellationToken)
    {
        var answered = new List<long>();
        await foreach (var piece in index.ReadMatchesAsync(bound, cancellationToken))
        {
            answered.AddRange(piece.Where(sequence => sequence <= through));
        }

        return answered;
    }

    private static CertificateRefusedException Refusal(IReadOnlyList<long> answered, IReadOnlyList<long> stored)
    {
        var hidden = stored.Except(answered).ToArray();
        var invented = answered.Except(stored).ToArray();
        static string Name(long[] sequences) =>
            string.Join(", ", sequences.Take(MostNamed)) + (sequences.Length > MostNamed ? $" and {sequences.Length - MostNamed} more" : "");
        var what = hidden.Length > 0 ? $"the index does not find record {Name(hidden)}" : $"the index finds record {Name(invented)}, whose text does not match";
        return new CertificateRefusedException($"The answer cannot be certified: {what}. Rebuild the index and verify the archive.", hidden, invented);
    }

    private static VerificationReport Altered(string what, string where, string why) =>
        new(VerificationResult.Altered, 0, [new VerificationFinding(what, where, why)]);
}

/// <summary>Index and stored texts give different answers.</summary>
/// <param name="hidden">Records that match by their text and that the index does not find.</param>
/// <param name="invented">Records that the index finds and that do not match, or are not there.</param>
public sealed class CertificateRefusedException(string message, IReadOnlyList<long> hidden, IReadOnlyList<long> invented) : Exception(message)
{
    public IReadOnlyList<long> Hidden { get; } = hidden;

    public IReadOnlyList<long> Invented { get; } = invented;
}
