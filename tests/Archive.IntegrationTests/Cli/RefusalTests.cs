using Microsoft.Data.Sqlite;
using Xunit;

namespace Archive.IntegrationTests.Cli;

/// <summary>What goes wrong ends in one line and an exit code of its own.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly ArchiveProcess _archive = new();

    public void Dispose() => _archive.Dispose();

    [Theory]
    [InlineData("stats")]
    [InlineData("pull")]
    [InlineData("reindex")]
    [InlineData("hold", "list")]
    [InlineData("user", "list")]
    [InlineData("retention", "run")]
    public async Task A_folder_that_does_not_exist_is_named_and_not_made(params string[] command)
    {
        var refused = await _archive.RunAsync([.. command, "--data", _archive.Data]);

        refused.FailedWith(1, $"The data folder {_archive.Data} does not exist.");
        Assert.False(Directory.Exists(_archive.Data));
    }

    [Fact]
    public async Task A_command_line_that_is_wrong_is_a_usage_error()
    {
        (await _archive.RunAsync("stats")).FailedWith(64, "--data");
        (await _archive.RunAsync("search", "--data", _archive.Data, "--purpose", " ", "wire")).FailedWith(64, "--purpose must say why");
        (await _archive.RunAsync("import", "--data", _archive.Data, "--format", "docx", "x")).FailedWith(64, "docx");
        (await _archive.RunAsync("retention", "run", "--data", _archive.Data, "--at", "yesterday")).FailedWith(64, "'yesterday' is not a time");
    }

    [Fact]
    public async Task Help_shows_examples()
    {
        var help = await _archive.RunAsync("search", "--help");

        Assert.Equal(0, help.ExitCode);
        Assert.Contains("archive search --data ./archive --purpose \"case 17\" \"wire transfer\"", help.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_in_the_settings_is_shown_with_its_place()
    {
        await _archive.ImportAsync();
        File.WriteAllText(Path.Combine(_archive.Data, "archive.json"), "{\n  \"Archive\": { \"Sources\": [ }\n}");

        (await _archive.RunAsync("stats", "--data", _archive.Data)).FailedWith(2, "archive.json is not valid JSON: line 2, column 29");
    }

    [Fact]
    public async Task A_time_zone_that_does_not_exist_ends_the_start_and_is_named()
    {
        await _archive.ImportAsync();
        File.WriteAllText(Path.Combine(_archive.Data, "archive.json"), """{ "Archive": { "Pages": { "TimeZone": "Asia/Atlantis" } } }""");

        (await _archive.RunAsync("serve", "--data", _archive.Data, "--urls", "http://127.0.0.1:0"))
            .FailedWith(2, "Archive:Pages:TimeZone \"Asia/Atlantis\" is no time zone of this machine.");
    }

    [Fact]
    public async Task A_source_of_an_unknown_platform_names_those_there_are()
    {
        await _archive.ImportAsync();
        File.WriteAllText(
            Path.Combine(_archive.Data, "archive.json"), """{ "Archive": { "Sources": { "x": { "Platform": "pigeon", "Token": "t" } } } }""");

        (await _archive.RunAsync("pull", "--data", _archive.Data)).FailedWith(2, "Known platforms: feishu, slack, wecom.");
    }

    [Fact]
    public async Task A_second_writer_is_refused_while_readers_are_not()
    {
        await _archive.ImportAsync();
        using var held = Archive.Storage.DataFolderLock.Take(new Archive.Storage.DataFolder(_archive.Data));

        (await _archive.RunAsync("search", "--data", _archive.Data, "--purpose", "p", "wire")).FailedWith(3, $"in use by another process (process {Environment.ProcessId})");
        Assert.Equal(0, (await _archive.RunAsync("stats", "--data", _archive.Data, "--json")).ExitCode);
        Assert.Equal(0, (await _archive.RunAsync("verify", "--data", _archive.Data, "--json")).ExitCode);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_unreadable_and_not_altered()
    {
        await _archive.ImportAsync();
        File.WriteAllText(Path.Combine(_archive.Data, "records.db"), new string('x', 20_000));

        var verify = await _archive.RunAsync("verify", "--data", _archive.Data, "--json");
        var stats = await _archive.RunAsync("stats", "--data", _archive.Data);

        Assert.Equal((2, "unreadable"), (verify.ExitCode, verify.Json.GetProperty("result").GetString()));
        stats.FailedWith(2, "records.db");
    }

    [Fact]
    public async Task An_altered_byte_is_found()
    {
        await _archive.ImportAsync();
        await using (var database = new SqliteConnection($"Data Source={Path.Combine(_archive.Data, "records.db")};Pooling=False"))
        {
            database.Open();
            var change = database.CreateCommand();
            change.CommandText = "select group_concat('drop trigger ' || name, ';') from sqlite_master where type = 'trigger'";
            var triggers = (string?)change.ExecuteScalar();
            change.CommandText = $"{triggers}; update record set body = randomblob(length(body)) where sequence = 1";
            Assert.Equal(1, change.ExecuteNonQuery());
        }

        var verify = await _archive.RunAsync("verify", "--data", _archive.Data, "--json");

        Assert.Equal((1, "altered"), (verify.ExitCode, verify.Json.GetProperty("result").GetString()));
        Assert.Equal(["what", "where", "why"], verify.Json.GetProperty("findings")[0].EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task A_missing_import_file_and_a_file_of_another_kind_are_named()
    {
        (await _archive.RunAsync("import", "--data", _archive.Data, "--format", "jsonl", "nowhere.jsonl")).FailedWith(1, "nowhere.jsonl does not exist");
        (await _archive.ImportAsync("this is\nno json\n")).FailedWith(1, "none of the first 2 lines is a message");
    }

    [Fact]
    public async Task A_source_without_anybody_at_its_address_fails_after_its_retries_with_what_to_do()
    {
        await _archive.ImportAsync();
        File.WriteAllText(
            Path.Combine(_archive.Data, "archive.json"),
            """{ "Archive": { "Sources": { "live": { "Platform": "slack", "Token": "xoxp-secret-token", "Address": "http://127.0.0.1:9/api/" } } } }""");

        var refused = await _archive.RunAsync("pull", "--data", _archive.Data);

        refused.FailedWith(1, "Error: ");
        Assert.DoesNotContain("xoxp-secret-token", refused.Error + refused.Output, StringComparison.Ordinal);
    }
}
