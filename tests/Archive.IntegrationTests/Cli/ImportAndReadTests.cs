using System.Text.Json;
using Archive.Core.Audit;
using Archive.Core.Evidence;
using Archive.Storage;
using Archive.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Archive.IntegrationTests.Cli;

/// <summary>A file goes in with one command, and every reading command answers in the documented shape.</summary>
public sealed class ImportAndReadTests : IDisposable
{
    private readonly ArchiveProcess _archive = new();

    public void Dispose() => _archive.Dispose();

    private async Task<string> ExportAsync() => (await _archive.RunAsync("register", "export", "--data", _archive.Data)).Output;

    [Fact]
    public async Task An_import_into_a_new_folder_needs_one_command_and_says_that_it_registered_the_senders()
    {
        var import = await _archive.ImportAsync();

        Assert.Equal(0, import.ExitCode);
        Assert.Equal(2, import.Json.GetProperty("admitted").GetInt64());
        Assert.Equal(1, import.Json.GetProperty("redacted").GetInt64());
        Assert.Contains("the 2 senders of the file were registered", import.Error, StringComparison.Ordinal);
        Assert.Contains("chat,alice,alice,alice,,2019-03-05T09:00:00Z,,imported,", await ExportAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_file_again_stores_nothing_twice()
    {
        await _archive.ImportAsync();

        var again = await _archive.ImportAsync(ArchiveProcess.TwoMessages + "\n" + ArchiveProcess.TwoMessages.Replace("\"m", "\"n", StringComparison.Ordinal));
        var stats = await _archive.RunAsync("stats", "--data", _archive.Data, "--json");

        Assert.Equal((2, 2), (again.Json.GetProperty("admitted").GetInt64(), again.Json.GetProperty("duplicate").GetInt64()));
        Assert.Equal((4, 4), (stats.Json.GetProperty("records").GetInt64(), stats.Json.GetProperty("indexed").GetInt64()));
    }

    [Fact]
    public async Task A_register_of_the_firm_decides_over_an_import()
    {
        Directory.CreateDirectory(_archive.Data);
        File.WriteAllText(
            Path.Combine(_archive.Data, "register.csv"),
            "source,account,person,name,department,valid_from,valid_to,notice,notice_signed_at,standing\n"
            + "chat,alice,P1,Alice,,2018-01-01,,notice@1,2018-01-01,sanctioned\n");

        await SanctionedFolder.ApproveAsync(_archive.Data);

        var decided = await _archive.ImportAsync();
        var all = await _archive.RunAsync(
            "import", "--data", _archive.Data, "--format", "jsonl", "--source", "other", "--register", "all", "--reason", "ticket 41", "--json",
            Path.Combine(_archive.Folder, "chat.jsonl"));

        Assert.Equal((1, 1), (decided.Json.GetProperty("admitted").GetInt64(), decided.Json.GetProperty("refused").GetInt64()));
        Assert.Equal(2, all.Json.GetProperty("admitted").GetInt64());
        Assert.Contains("chat,alice,P1,Alice", await ExportAsync(), StringComparison.Ordinal);
    }

    /// <summary>What the command advises when nothing was admitted must help.</summary>
    [Fact]
    public async Task A_file_is_read_again_when_its_senders_were_registered_meanwhile()
    {
        Directory.CreateDirectory(_archive.Data);
        File.WriteAllText(
            Path.Combine(_archive.Data, "register.csv"),
            "source,account,person,name,department,valid_from,valid_to,notice,notice_signed_at,standing\n"
            + "desk,carl,P1,Carl,,2018-01-01,,notice@1,2018-01-01,sanctioned\n");
        var refused = await _archive.ImportAsync();

        var again = await _archive.RunAsync(
            "import", "--data", _archive.Data, "--format", "jsonl", "--register", "all", "--reason", "ticket 41", "--json", Path.Combine(_archive.Folder, "chat.jsonl"));
        var third = await _archive.RunAsync("import", "--data", _archive.Data, "--format", "jsonl", "--json", Path.Combine(_archive.Folder, "chat.jsonl"));

        Assert.Equal((0, 2), (refused.Json.GetProperty("admitted").GetInt64(), refused.Json.GetProperty("refused").GetInt64()));
        Assert.Equal((2, 0), (again.Json.GetProperty("admitted").GetInt64(), again.Json.GetProperty("refused").GetInt64()));
        Assert.Equal(0, third.Json.GetProperty("received").GetInt64()); // nothing has changed
    }

    [Fact]
    public async Task A_live_source_cannot_use_what_an_import_of_its_name_registered()
    {
        await _archive.ImportAsync();
        File.WriteAllText(
            Path.Combine(_archive.Data, "archive.json"),
            """{ "Archive": { "Sources": { "chat": { "Platform": "slack", "Token": "xoxp-nobody-answers", "BaseUrl": "http://127.0.0.1:9" } } } }""");

        (await _archive.RunAsync("pull", "--data", _archive.Data, "--source", "chat")).FailedWith(1, "Source chat has the name of an import");
    }

    [Fact]
    public async Task A_search_answers_with_ids_names_times_and_the_stored_text()
    {
        await _archive.ImportAsync();

        var found = await _archive.RunAsync("search", "--data", _archive.Data, "--purpose", "case 17", "--json", "内幕");

        Assert.Equal(0, found.ExitCode);
        Assert.Equal(["total", "exact", "hits"], found.Names);
        Assert.Equal((1, true), (found.Json.GetProperty("total").GetInt64(), found.Json.GetProperty("exact").GetBoolean()));
        var hit = Assert.Single(found.Json.GetProperty("hits").EnumerateArray());
        Assert.Equal(["id", "source", "conversation", "sender", "time", "text"], hit.EnumerateObject().Select(p => p.Name));
        Assert.Equal(
            ("m2", "chat", "desk", "bob", "2019-03-05T09:01:00.123456Z"),
            (Text(hit, "id"), Text(hit, "source"), Text(hit, "conversation"), Text(hit, "sender"), Text(hit, "time")));
        Assert.StartsWith("内幕消息 write to ⟦email:", Text(hit, "text"), StringComparison.Ordinal);
        Assert.DoesNotContain("bob@example.com", found.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_bounds_the_hits_and_not_the_total()
    {
        await _archive.ImportAsync();

        var found = await _archive.RunAsync("search", "--data", _archive.Data, "--purpose", "p", "--limit", "1", "--json", "in:desk");

        Assert.Equal(2, found.Json.GetProperty("total").GetInt64());
        Assert.Equal("m2", Text(Assert.Single(found.Json.GetProperty("hits").EnumerateArray()), "id"));
    }

    [Fact]
    public async Task A_long_answer_is_one_search_and_its_pages_in_the_audit_trail()
    {
        await _archive.ImportAsync(string.Join('\n', Enumerable.Range(0, 501).Select(i =>
            $$"""{"id":"m{{i}}","conversation":"desk","sender":"alice","time":"2019-03-05T09:00:00Z","text":"price {{i}}"}""")));

        var found = await _archive.RunAsync("search", "--data", _archive.Data, "--purpose", "case 17", "--limit", "600", "--json", "price");

        Assert.Equal(501, found.Json.GetProperty("hits").GetArrayLength());
        using var store = SqliteArchive.OpenReadOnly(new DataFolder(_archive.Data));
        await using var services = new ServiceCollection().AddSqliteStorage(store).BuildServiceProvider();
        var events = await new AuditTrail(services.GetRequiredService<IEvidenceLog>(), TimeProvider.System).ReadAsync(null, 100, TestContext.Current.CancellationToken);
        Assert.Equal([null, 2], events.Where(e => e.Kind == EvidenceKind.Searched).Reverse().Select(e => e.Facts.Page));
    }

    [Fact]
    public async Task Hits_stream_as_lines_after_their_total()
    {
        await _archive.ImportAsync();

        var all = await _archive.RunAsync("search", "--data", _archive.Data, "--purpose", "p", "--jsonl", "");
        var two = await _archive.RunAsync("search", "--data", _archive.Data, "--purpose", "p", "--jsonl", "--limit", "2", "");

        var lines = all.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(["total", "exact"], lines[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal(lines[0].GetProperty("total").GetInt64(), lines.Length - 1);
        Assert.Equal(["id", "source", "conversation", "sender", "time", "text"], lines[1].EnumerateObject().Select(p => p.Name));
        Assert.Equal(3, two.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_query_that_cannot_be_read_gives_its_column()
    {
        await _archive.ImportAsync();

        var refused = await _archive.RunAsync("search", "--data", _archive.Data, "--purpose", "p", "--json", "wire AND");

        Assert.Equal(2, refused.ExitCode);
        Assert.Equal(["error"], refused.Names);
        Assert.Equal(["column", "message"], refused.Json.GetProperty("error").EnumerateObject().Select(p => p.Name));
        Assert.Equal(9, refused.Json.GetProperty("error").GetProperty("column").GetInt32());
    }

    [Fact]
    public async Task Statistics_add_up_and_name_the_root()
    {
        await _archive.ImportAsync();

        var stats = await _archive.RunAsync("stats", "--data", _archive.Data, "--json");

        Assert.Equal(
            ["records", "treeSize", "root", "received", "admitted", "refused", "withheld", "duplicate", "quarantined", "discarded", "indexed"], stats.Names);
        Assert.Matches("^[0-9a-f]{64}$", Text(stats.Json, "root"));
        Assert.Equal(
            stats.Json.GetProperty("received").GetInt64(),
            new[] { "admitted", "refused", "withheld", "duplicate", "quarantined", "discarded" }.Sum(n => stats.Json.GetProperty(n).GetInt64()));
    }

    [Fact]
    public async Task A_table_shows_what_a_person_reads()
    {
        await _archive.ImportAsync();

        var found = await _archive.RunAsync("search", "--data", _archive.Data, "--purpose", "p", "wire");

        Assert.Contains("please do the wire transfer today", found.Output, StringComparison.Ordinal);
        Assert.Contains("1 hits, 1 shown", found.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_index_is_built_again_from_the_records()
    {
        await _archive.ImportAsync();
        File.Delete(Path.Combine(_archive.Data, "index.db"));

        var reindex = await _archive.RunAsync("reindex", "--data", _archive.Data, "--json");
        var found = await _archive.RunAsync("search", "--data", _archive.Data, "--purpose", "p", "--json", "wire");

        Assert.Equal(2, reindex.Json.GetProperty("indexed").GetInt64());
        Assert.Equal(1, found.Json.GetProperty("total").GetInt64());
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
