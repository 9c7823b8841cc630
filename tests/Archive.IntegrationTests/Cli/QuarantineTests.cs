using System.Text;
using Archive.Core.Connectors;
using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Archive.Core.Retention;
using Archive.Core.Sanctioning;
using Archive.Storage;
using Archive.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Archive.IntegrationTests.Cli;

/// <summary>What could not be read is listed without content, and read again.</summary>
public sealed class QuarantineTests : IDisposable
{
    private const string Readable = """{"id":"q1","conversation":"desk","sender":"alice","time":"2019-03-05T09:02:00Z","text":"the zebra deal, call +1 202 555 0143"}""";

    private const string Password = "a long enough password";

    private readonly ArchiveProcess _archive = new();

    public void Dispose() => _archive.Dispose();

    [Fact]
    public async Task A_bad_line_is_listed_with_its_reason_and_without_content_and_stays_after_a_retry()
    {
        await _archive.ImportAsync(ArchiveProcess.TwoMessages + "\n{\"id\":\"m3\",\"text\":\"a secret without time\"}\n");

        var retry = await _archive.RunAsync("quarantine", "retry", "--data", _archive.Data, "--all", "--json");
        var list = await _archive.RunAsync("quarantine", "list", "--data", _archive.Data, "--json");
        var table = await _archive.RunAsync("quarantine", "list", "--data", _archive.Data);

        Assert.Equal(["tried", "admitted", "duplicate", "turnedAway", "unreadable", "gone"], retry.Names);
        Assert.Equal((1, 1), (retry.Json.GetProperty("tried").GetInt64(), retry.Json.GetProperty("unreadable").GetInt64()));
        var item = Assert.Single(list.Json.GetProperty("items").EnumerateArray());
        Assert.Equal(("m3", 1), (item.GetProperty("nativeId").GetString(), item.GetProperty("tries").GetInt32()));
        Assert.StartsWith("unreadable: ", item.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Contains("1 in quarantine, 1 shown", table.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", list.Output + table.Output + retry.Output + retry.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_can_be_read_now_is_admitted_redacted_and_found()
    {
        await _archive.ImportAsync();
        await QuarantineAsync(Readable);

        var retry = await _archive.RunAsync("quarantine", "retry", "--data", _archive.Data, "1", "77", "--json");
        var found = await _archive.RunAsync("search", "--data", _archive.Data, "--purpose", "p", "--json", "zebra");
        var verify = await _archive.RunAsync("verify", "--data", _archive.Data, "--json");

        Assert.Equal((1, 1), (retry.Json.GetProperty("admitted").GetInt64(), retry.Json.GetProperty("gone").GetInt64()));
        Assert.StartsWith("the zebra deal, call ⟦phone:", Assert.Single(found.Json.GetProperty("hits").EnumerateArray()).GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, verify.ExitCode);
        Assert.Empty((await _archive.RunAsync("quarantine", "list", "--data", _archive.Data, "--json")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task What_the_register_does_not_sanction_is_turned_away_and_gone()
    {
        await _archive.ImportAsync();
        await QuarantineAsync(Readable.Replace("alice", "mallory", StringComparison.Ordinal));

        var retry = await _archive.RunAsync("quarantine", "retry", "--data", _archive.Data, "--source", "chat", "--reason", "unreadable", "--json");
        var stats = await _archive.RunAsync("stats", "--data", _archive.Data, "--json");

        Assert.Equal(1, retry.Json.GetProperty("turnedAway").GetInt64());
        Assert.Equal((3, 2, 1, 0), (Count("received"), Count("admitted"), Count("refused"), Count("quarantined")));
        int Count(string name) => stats.Json.GetProperty(name).GetInt32();
    }

    /// <summary>What is refused is destroyed, and a scope that has run out is renewed.</summary>
    [Fact]
    public async Task What_is_refused_for_want_of_a_scope_stays_until_there_is_one()
    {
        await _archive.ImportAsync();
        await QuarantineAsync(Readable);
        var inForce = await AdoptScopeAsync(scope => scope with { ExpiresAt = DateTimeOffset.UnixEpoch });

        var early = await _archive.RunAsync("quarantine", "retry", "--data", _archive.Data, "--all", "--json");
        var list = await _archive.RunAsync("quarantine", "list", "--data", _archive.Data, "--json");
        await AdoptScopeAsync(_ => inForce);
        var retry = await _archive.RunAsync("quarantine", "retry", "--data", _archive.Data, "--all", "--json");

        Assert.Equal((0, 1), (early.Json.GetProperty("turnedAway").GetInt64(), early.Json.GetProperty("unreadable").GetInt64()));
        Assert.Equal("refused for now: LawfulBasisExpired", Assert.Single(list.Json.GetProperty("items").EnumerateArray()).GetProperty("reason").GetString());
        Assert.Equal(1, retry.Json.GetProperty("admitted").GetInt64());
        Assert.Equal(0, (await _archive.RunAsync("verify", "--data", _archive.Data)).ExitCode);
    }

    [Fact]
    public async Task What_is_turned_away_stays_while_a_hold_matches_it()
    {
        await _archive.ImportAsync();
        await QuarantineAsync(Readable.Replace("alice", "mallory", StringComparison.Ordinal));
        await _archive.RunAsync("hold", "add", "--data", _archive.Data, "--matter", "M", "--person", "mallory");

        var held = await _archive.RunAsync("quarantine", "retry", "--data", _archive.Data, "--all", "--json");
        var list = await _archive.RunAsync("quarantine", "list", "--data", _archive.Data, "--json");
        await _archive.RunAsync("hold", "release", "--data", _archive.Data, "--matter", "M");
        var free = await _archive.RunAsync("quarantine", "retry", "--data", _archive.Data, "--all", "--json");

        Assert.Equal((0, 1), (held.Json.GetProperty("turnedAway").GetInt64(), held.Json.GetProperty("unreadable").GetInt64()));
        Assert.Equal("refused for now: hold on person", Assert.Single(list.Json.GetProperty("items").EnumerateArray()).GetProperty("reason").GetString());
        Assert.Equal(1, free.Json.GetProperty("turnedAway").GetInt64());
        Assert.Equal(0, (await _archive.RunAsync("verify", "--data", _archive.Data)).ExitCode);
    }

    [Theory]
    [InlineData]
    [InlineData("1", "--all")]
    public async Task A_retry_says_what_it_is_to_read(params string[] arguments)
    {
        await _archive.ImportAsync();

        (await _archive.RunAsync(["quarantine", "retry", "--data", _archive.Data, .. arguments])).FailedWith(64, "Name items, or --source, --reason or --all");
    }

    [Fact]
    public async Task Two_accounts_with_their_passwords_discard_and_nobody_alone_does()
    {
        await _archive.ImportAsync(ArchiveProcess.TwoMessages + "\nnonsense\n");
        foreach (var (name, role) in new[] { ("carol", "ComplianceOfficer"), ("paul", "ComplianceOfficer"), ("olaf", "Operator") })
        {
            Assert.Equal(0, (await _archive.RunAsync(Password, ["user", "add", "--data", _archive.Data, name, "--role", role, "--password-stdin"])).ExitCode);
        }

        (await AskAsync("olaf", Password, "discard", "--reason", "nonsense", "1")).FailedWith(3, "The role of olaf may not do this");
        (await AskAsync("carol", "another password", "discard", "--reason", "nonsense", "1")).FailedWith(3, "Account or password is wrong");
        (await AskAsync("carol", Password, "discard", "--reason", "nonsense", "77")).FailedWith(3, "Item 77 is not in quarantine.");
        var proposed = await AskAsync("carol", Password, "discard", "--reason", "nonsense", "1");
        var proposal = proposed.Json.GetProperty("proposal").GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture);
        (await AskAsync("Carol", Password, "approve", proposal)).FailedWith(3, "Nobody approves what they asked for.");
        (await AskAsync("olaf", Password, "approve", proposal)).FailedWith(3, "The role of olaf may not do this");
        var listed = await _archive.RunAsync("quarantine", "list", "--data", _archive.Data, "--proposed", "--json");
        await _archive.RunAsync("hold", "add", "--data", _archive.Data, "--matter", "M", "--person", "P1");
        var held = await AskAsync("paul", Password, "approve", proposal);
        await _archive.RunAsync("hold", "release", "--data", _archive.Data, "--matter", "M");
        var again = (await AskAsync("carol", Password, "discard", "--reason", "nonsense", "1")).Json.GetProperty("proposal").GetRawText();
        var discarded = await AskAsync("paul", Password, "approve", again);

        Assert.Equal("nonsense", Assert.Single(listed.Json.GetProperty("proposals").EnumerateArray()).GetProperty("reason").GetString());
        Assert.Equal("hold that may match", Assert.Single(held.Json.GetProperty("kept").EnumerateArray()).GetProperty("reason").GetString());
        Assert.Equal(1, Assert.Single(discarded.Json.GetProperty("discarded").EnumerateArray()).GetInt64());
        var stats = await _archive.RunAsync("stats", "--data", _archive.Data, "--json");
        Assert.Equal((3, 2, 0, 1), (Count("received"), Count("admitted"), Count("quarantined"), Count("discarded")));
        Assert.Equal(0, (await _archive.RunAsync("verify", "--data", _archive.Data)).ExitCode);
        int Count(string name) => stats.Json.GetProperty(name).GetInt32();
    }

    private Task<Answer> AskAsync(string account, string password, string command, params string[] arguments) =>
        _archive.RunAsync(password, ["quarantine", command, "--data", _archive.Data, "--as", account, "--password-stdin", "--json", .. arguments]);

    /// <summary>Puts another version of the import's scope in force.</summary>
    /// <returns>The one before.</returns>
    private async Task<SourceScope> AdoptScopeAsync(Func<SourceScope, SourceScope> change)
    {
        using var archive = SqliteArchive.Open(new DataFolder(_archive.Data), null);
        await using var services = new ServiceCollection().AddSqliteStorage(archive).BuildServiceProvider();
        var log = services.GetRequiredService<IRegisterLog>();
        var before = log.Read().ScopesOf("chat")[^1].Scope;
        await log.ChangeAsync("test", DateTimeOffset.UnixEpoch, "test", _ => [new ScopeAdopted(change(before))], TestContext.Current.CancellationToken);
        return before;
    }

    /// <summary>As an earlier version would have left a line that it could not read.</summary>
    private async Task QuarantineAsync(string line)
    {
        using var archive = SqliteArchive.Open(new DataFolder(_archive.Data), null);
        await using var services = new ServiceCollection().AddSqliteStorage(archive).BuildServiceProvider();
        var item = new QuarantinedItem("q1", "", DateTimeOffset.UnixEpoch, "unreadable: Line 3: unknown.", Encoding.UTF8.GetBytes(line));
        var page = new PreparedPage(
            "chat", "jsonlines", Provenance.Imported, DateTimeOffset.UnixEpoch, 1, new RetentionPolicy("r@1", 1, RetentionAction.Keep), "default@1", [], [item], [], new Dictionary<string, string?>());
        await services.GetRequiredService<IRecordStore>().AppendAsync(page, TestContext.Current.CancellationToken);
    }
}
