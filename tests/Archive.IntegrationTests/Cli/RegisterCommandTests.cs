using Xunit;

namespace Archive.IntegrationTests.Cli;

/// <summary>From an empty folder to a captured message: accounts, a notice, and a scope that two people agreed on.</summary>
public sealed class RegisterCommandTests : IDisposable
{
    private const string Password = "a long enough password";

    private readonly ArchiveProcess _archive = new();

    public void Dispose() => _archive.Dispose();

    [Fact]
    public async Task Nothing_is_captured_before_notice_and_scope_stand_and_each_lack_is_counted()
    {
        var accounts = _archive.Write(
            "accounts.csv", "source,account,person,name,department,valid_from,valid_to,notice,notice_signed_at,standing\nchat,alice,P1,Alice,,2018-01-01,,,,sanctioned\n");
        var notice = _archive.Write("notice.txt", "You are told. 已告知。");
        var signatures = _archive.Write("signatures.csv", "person,notice,signer,signed_at\nP1,notice@1,Alice,2018-01-01\n");
        await DoneAsync(null, "register", "import", "--data", _archive.Data, accounts);
        foreach (var (name, role) in new[] { ("carol", "ComplianceOfficer"), ("paul", "PrivacyOfficer") })
        {
            await DoneAsync(Password, "user", "add", "--data", _archive.Data, name, "--role", role, "--password-stdin");
        }

        var without = await _archive.ImportAsync();
        var proposed = await DoneAsync(
            Password, "register", "scope", "propose", "--data", _archive.Data, "--as", "carol", "--password-stdin", "--basis", "legal obligation", "--purpose", "keep", "--reference",
            "17a-4", "--assessment", "PIA-7", "--expires", "2090-01-01", "--review-by", "2089-01-01", "--reason", "first", "--json", "chat");
        var id = $"{proposed.Json.GetProperty("proposal").GetInt64()}";
        var own = await _archive.RunAsync(Password, ["register", "scope", "approve", "--data", _archive.Data, "--as", "carol", "--password-stdin", id]);
        own.FailedWith(3, "Nobody approves what they asked for");
        await DoneAsync(Password, "register", "scope", "approve", "--data", _archive.Data, "--as", "paul", "--password-stdin", id);
        var unsigned = await _archive.ImportAsync(Messages("n"));
        await DoneAsync(null, "register", "notice", "--data", _archive.Data, "notice@1", notice);
        await DoneAsync(null, "register", "sign", "--data", _archive.Data, signatures);
        var whole = await _archive.ImportAsync(Messages("o"));
        var shown = await DoneAsync(null, "register", "show", "--data", _archive.Data, "--json");

        Assert.Equal((0, 2), (without.Json.GetProperty("admitted").GetInt64(), without.Json.GetProperty("refused").GetInt64()));
        Assert.Contains("no approved scope", without.Error, StringComparison.Ordinal);
        Assert.Equal((0, 2), (unsigned.Json.GetProperty("admitted").GetInt64(), unsigned.Json.GetProperty("refused").GetInt64()));
        Assert.Equal((1, 1), (whole.Json.GetProperty("admitted").GetInt64(), whole.Json.GetProperty("refused").GetInt64()));
        Assert.Equal("in force", Assert.Single(shown.Json.GetProperty("sources").EnumerateArray()).GetProperty("state").GetString());
        Assert.Equal(1, Assert.Single(shown.Json.GetProperty("notices").EnumerateArray()).GetProperty("signed").GetInt32());
        Assert.DoesNotContain("Alice", shown.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await _archive.RunAsync("verify", "--data", _archive.Data)).ExitCode);
    }

    [Fact]
    public async Task A_list_that_ends_captures_says_so_and_a_wrong_signature_is_withdrawn()
    {
        const string header = "source,account,person,name,department,valid_from,valid_to,notice,notice_signed_at,standing\n";
        await DoneAsync(null, "register", "import", "--data", _archive.Data, _archive.Write("accounts.csv", header + "chat,alice,P1,Alice,,2018-01-01,,,,sanctioned\n"));
        await DoneAsync(null, "register", "notice", "--data", _archive.Data, "notice@1", _archive.Write("notice.txt", "You are told."));
        var signatures = _archive.Write("signatures.csv", "person,notice,signer,signed_at\nP1,notice@1,Alice,2018-01-01\nP2,notice@1,Bob,2018-01-01\n");
        var signed = await DoneAsync(null, "register", "sign", "--data", _archive.Data, signatures);
        var again = await DoneAsync(null, "register", "sign", "--data", _archive.Data, "--json", signatures);

        var renamed = await DoneAsync(
            null, "register", "import", "--data", _archive.Data, _archive.Write("renamed.csv", header + "chat,alice,P-1001,Alice,,2018-01-01,,,,sanctioned\n"));
        var withdrawn = await DoneAsync(null, "register", "withdraw", "--data", _archive.Data, "--reason", "not hers", "P1", "notice@1");
        var twice = await _archive.RunAsync("register", "withdraw", "--data", _archive.Data, "--reason", "not hers", "P1", "notice@1");

        Assert.Contains("Read 2 signatures; 2 are new, 0 were there already.", signed.Output, StringComparison.Ordinal);
        Assert.Contains("the register has no person P2.", signed.Error, StringComparison.Ordinal);
        Assert.Equal((2, 0), (again.Json.GetProperty("read").GetInt32(), again.Json.GetProperty("added").GetInt32()));
        Assert.Contains("1 accounts lose capture by this list: chat alice (no signed notice)", renamed.Error, StringComparison.Ordinal);
        Assert.Contains("The signature of P1 under notice@1 is withdrawn.", withdrawn.Output, StringComparison.Ordinal);
        twice.FailedWith(3, "No signature of P1 under notice@1 is recorded");
    }

    [Fact]
    public async Task A_list_that_is_handed_in_counts_whatever_its_age_and_register_csv_does_not_undo_it()
    {
        const string header = "source,account,person,name,department,valid_from,valid_to,notice,notice_signed_at,standing\n";
        Directory.CreateDirectory(_archive.Data);
        await File.WriteAllTextAsync(
            Path.Combine(_archive.Data, "register.csv"), header + "chat,alice,P1,Alice,,2018-01-01,,,,sanctioned\nchat,bob,P2,Bob,,2018-01-01,,,,sanctioned\n", TestContext.Current.CancellationToken);
        await _archive.ImportAsync();
        var older = _archive.Write("accounts.csv", header + "chat,alice,P1,Alice,,2018-01-01,,,,sanctioned\n");
        File.SetLastWriteTimeUtc(older, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await DoneAsync(null, "register", "import", "--data", _archive.Data, older);

        await _archive.ImportAsync(Messages("n"));
        var own = await DoneAsync(null, "register", "export", "--data", _archive.Data, "--own");

        Assert.DoesNotContain("bob", own.Output, StringComparison.Ordinal);
        Assert.Contains("chat,alice", own.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_with_a_mistake_changes_nothing_and_says_where_it_is()
    {
        await _archive.ImportAsync();
        var before = await DoneAsync(null, "register", "show", "--data", _archive.Data, "--json");

        var refused = await _archive.RunAsync("register", "import", "--data", _archive.Data, _archive.Write("bad.csv", "source,account\nchat,alice\n"));

        refused.FailedWith(2, "Line 1, column 8");
        Assert.Equal(before.Output, (await DoneAsync(null, "register", "show", "--data", _archive.Data, "--json")).Output);
    }

    [Fact]
    public async Task A_register_csv_with_a_mistake_keeps_nothing_but_captures_waiting()
    {
        await _archive.ImportAsync();
        await File.WriteAllTextAsync(Path.Combine(_archive.Data, "register.csv"), "source,account\nchat,alice\n", TestContext.Current.CancellationToken);

        await DoneAsync(null, "hold", "add", "--data", _archive.Data, "--matter", "M-1", "--person", "alice");
        (await _archive.ImportAsync(Messages("n"))).FailedWith(2, "register.csv cannot be read. Line 1, column 8");
    }

    private static string Messages(string id) => ArchiveProcess.TwoMessages.Replace("\"m", "\"" + id, StringComparison.Ordinal);

    private async Task<Answer> DoneAsync(string? input, params string[] arguments)
    {
        var result = await _archive.RunAsync(input, arguments);
        Assert.True(result.ExitCode == 0, result.Error);
        return result;
    }
}
