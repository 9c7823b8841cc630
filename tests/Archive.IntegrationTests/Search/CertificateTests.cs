using Archive.Core.Audit;
using Archive.Core.Evidence;
using Archive.Core.Retention;
using Archive.Core.Search;
using Archive.Core.Search.Analysis;
using Archive.Core.Search.Certificates;
using Archive.IntegrationTests.Pipeline;
using Microsoft.Data.Sqlite;

namespace Archive.IntegrationTests.Search;

public sealed class CertificateTests
{
    private static readonly Reader Officer = new("officer", "case 17", SearchScope.Everything);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_hundred_answers_are_certified_and_an_index_that_was_rebuilt_gives_the_same()
    {
        await using var archive = await MadeUpChat.PullAsync(600, seed: 3);
        var certifier = archive.Get<AnswerCertifier>();
        var certified = new List<AnswerCertificate>();
        foreach (var query in GeneratedQueries.OverMadeUpChat(seed: 4).Take(500))
        {
            var note = await IssueAsync(certifier, query);
            certified.Add(AnswerCertificate.Parse(note.Text));
        }

        await archive.Index.ResetAsync(Stop);
        await archive.Get<IndexCatchUp>().RunAsync(null, Stop);

        foreach (var certificate in certified)
        {
            var found = new List<long>();
            await foreach (var piece in archive.Index.ReadMatchesAsync(archive.Get<QueryCompiler>()(certificate.Query, SearchScope.Everything), Stop))
            {
                found.AddRange(piece);
            }

            Assert.Equal((certificate.Total, certificate.ResultSet), (found.Count, ResultSetHash.Of(found)));
        }

        Assert.Contains(certified, certificate => certificate.Total == 0);
        Assert.True(certified.Select(certificate => certificate.Total).Distinct().Count() > 100);
    }

    [Fact]
    public async Task States_query_view_index_log_and_who_asked()
    {
        await using var archive = await MadeUpChat.PullAsync(50, seed: 3);

        var note = await archive.Get<AnswerCertifier>().IssueAsync(Officer, "nowhere OR after:2024-01-03", null, Stop);

        var certificate = AnswerCertificate.Parse(note.Text);
        var now = await archive.Records.ReadStatisticsAsync(Stop);
        Assert.Equal(("officer", "case 17", "nowhere OR after:2024-01-03"), (certificate.Account, certificate.Purpose, certificate.Query));
        Assert.Equal("or([nowhere], time(2024-01-03T00:00:00Z, -))", certificate.Parsed);
        Assert.Equal((50, 50, 0, 0), (certificate.Through, certificate.Records, certificate.Behind, certificate.Quarantined));
        Assert.Equal((now.TreeSize, now.Root), (certificate.LogSize, certificate.LogRoot));
        Assert.Equal((TextAnalyzer.Name, $"{TextAnalyzer.Name}/1"), (certificate.Analyzer, certificate.Generation));
        Assert.Null(certificate.Sources);
        var entry = Assert.Single(await archive.Get<IEvidenceLog>().ReadAsync([EvidenceKind.Exported], null, 10, Stop));
        Assert.Equal("officer", entry.Actor);
    }

    [Fact]
    public async Task Relative_dates_count_from_the_day_of_the_certificate()
    {
        await using var archive = await MadeUpChat.PullAsync(50, seed: 3);
        var asked = new List<DateTimeOffset?>();
        QueryCompiler compile = (text, scope, now) =>
        {
            asked.Add(now);
            return archive.Get<QueryCompiler>()(text, scope, now);
        };
        var certifier = new AnswerCertifier(compile, archive.Index, archive.Records, archive.Get<ILogProver>(), archive.Get<AuditTrail>(),
            archive.Get<NoteSigner>(), TimeProvider.System);

        var note = await certifier.IssueAsync(Officer, "on:..-1d", null, Stop);
        var report = await certifier.CheckAsync(note.ToString(), null, null, Stop);

        var certificate = AnswerCertificate.Parse(note.Text);
        Assert.Equal(VerificationResult.Intact, report.Result);
        Assert.Equal($"time(-, {certificate.Time.UtcDateTime.Date:yyyy-MM-dd}T00:00:00Z)", certificate.Parsed);
        Assert.Equal(certificate.Time.UtcDateTime.Date, asked[0]?.UtcDateTime.Date);
        Assert.Equal(certificate.Time, asked[1]);
    }

    [Fact]
    public async Task An_answer_within_a_view_covers_the_records_of_that_view()
    {
        await using var archive = await MadeUpChat.PullAsync(50, seed: 3);
        var nothing = Officer with { Scope = new SearchScope(["elsewhere"]) };

        var note = await archive.Get<AnswerCertifier>().IssueAsync(nothing, "", null, Stop);

        var certificate = AnswerCertificate.Parse(note.Text);
        Assert.Equal((0, 0), (certificate.Records, certificate.Total));
        Assert.Equal(["elsewhere"], certificate.Sources);
        Assert.Equal(VerificationResult.Intact, (await CheckAsync(archive, note.ToString())).Result);
    }

    [Fact]
    public async Task A_record_hidden_from_the_index_is_named_and_nothing_is_certified()
    {
        await using var archive = await MadeUpChat.PullAsync(50, seed: 3);
        var hidden = (await archive.ReadAllAsync())[20];
        var analyzer = new TextAnalyzer();
        analyzer.Analyze(IndexCatchUp.ToDocument(hidden).Text);
        await using (var index = new SqliteConnection($"Data Source={archive.Folder.Index};Pooling=False"))
        {
            await index.OpenAsync(Stop);
            await using var command = index.CreateCommand();
            command.CommandText = "insert into f(f, rowid, t) values('delete', $sequence, $tokens)";
            command.Parameters.AddWithValue("$sequence", hidden.Sequence);
            command.Parameters.AddWithValue("$tokens", System.Text.Encoding.UTF8.GetString(analyzer.Utf8));
            await command.ExecuteNonQueryAsync(Stop);
        }

        var word = System.Text.Encoding.UTF8.GetString(analyzer.BytesOf(analyzer.Tokens[0]));
        var refusal = await Assert.ThrowsAsync<CertificateRefusedException>(() => archive.Get<AnswerCertifier>().IssueAsync(Officer, word, null, Stop));

        Assert.Equal([hidden.Sequence], refusal.Hidden);
        Assert.Contains($"record {hidden.Sequence}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_was_changed_or_belongs_elsewhere_is_refused()
    {
        await using var archive = await MadeUpChat.PullAsync(50, seed: 3);
        var signer = archive.Get<NoteSigner>();
        var note = (await archive.Get<AnswerCertifier>().IssueAsync(Officer, "wire", null, Stop)).ToString();
        var certificate = AnswerCertificate.Parse(SignedNote.Parse(note).Text);

        Assert.Equal(VerificationResult.Intact, (await CheckAsync(archive, note)).Result);
        Assert.Equal("signature", Assert.Single((await CheckAsync(archive, note.Replace("case 17", "case 18", StringComparison.Ordinal))).Findings).What);
        Assert.Equal(VerificationResult.Unreadable, (await CheckAsync(archive, "no note")).Result);
        Assert.Equal("answer", await FindingAsync(certificate with { Total = certificate.Total + 1 }));
        Assert.Equal("answer", await FindingAsync(certificate with { ResultSet = ResultSetHash.Of([1]) }));
        Assert.Equal("evidence log", await FindingAsync(certificate with { LogRoot = new string('0', 64) }));
        Assert.Equal("evidence log", await FindingAsync(certificate with { LogSize = 1_000_000 }));
        Assert.Equal("query", await FindingAsync(certificate with { Parsed = "everything" }));

        async Task<string> FindingAsync(AnswerCertificate forged) =>
            Assert.Single((await CheckAsync(archive, signer.Sign(forged.ToText()).ToString())).Findings).What;
    }

    [Fact]
    public async Task Says_how_many_records_of_an_answer_were_disposed_of_since()
    {
        await using var archive = await MadeUpChat.PullAsync(50, seed: 3, new RetentionPolicy("short@1", 1, RetentionAction.Dispose));
        var note = (await archive.Get<AnswerCertifier>().IssueAsync(Officer, "", null, Stop)).ToString();
        await archive.Index.RemoveAsync([.. (await archive.ReadAllAsync()).Take(7).Select(IndexCatchUp.ToDocument)], Stop);
        var gone = await archive.Get<IDispositionStore>().DisposeAsync(
            [1, 2, 3, 4, 5, 6, 7], new DateOnly(2036, 1, 1), "test", DateTimeOffset.UnixEpoch.AddYears(66), null, Stop);
        await archive.Index.ConfirmRemovalAsync([1, 2, 3, 4, 5, 6, 7], Stop);

        var report = await CheckAsync(archive, note);

        Assert.Equal(7, gone.Disposed.Count);
        Assert.Equal(VerificationResult.Unreadable, report.Result);
        Assert.StartsWith("7 of the 50 records", Assert.Single(report.Findings).Why, StringComparison.Ordinal);
    }

    /// <summary>Names the query that is refused.</summary>
    private static async Task<SignedNote> IssueAsync(AnswerCertifier certifier, string query)
    {
        try
        {
            return await certifier.IssueAsync(Officer, query, null, Stop);
        }
        catch (CertificateRefusedException e)
        {
            throw new InvalidOperationException($"{query}: {e.Message}", e);
        }
    }

    private static Task<VerificationReport> CheckAsync(TestArchive archive, string note) =>
        archive.Get<AnswerCertifier>().CheckAsync(note, null, null, Stop);
}
