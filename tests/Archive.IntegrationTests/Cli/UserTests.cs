using Xunit;

namespace Archive.IntegrationTests.Cli;

/// <summary>The commands for accounts, wherever these are kept.</summary>
public abstract class UserContract : IAsyncLifetime
{
    private const string Password = "a long enough password";
    private readonly ArchiveProcess _archive = new();

    protected ArchiveProcess Archive => _archive;

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual ValueTask DisposeAsync()
    {
        _archive.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_user_searches_by_role()
    {
        await _archive.ImportAsync();
        Assert.Equal(0, (await AddAsync("ann", "ComplianceOfficer")).ExitCode);
        Assert.Equal(0, (await AddAsync("olaf", "operator")).ExitCode);

        var allowed = await SearchAsync("ann");
        (await SearchAsync("olaf")).FailedWith(3, "The role of olaf (Operator) may not search.");
        (await SearchAsync("nobody")).FailedWith(3, "There is no user 'nobody'.");
        await _archive.RunAsync("user", "disable", "ann", "--data", _archive.Data);
        (await SearchAsync("ann")).FailedWith(3, "The account ann is closed");

        Assert.Equal((0, 1L), (allowed.ExitCode, allowed.Json.GetProperty("total").GetInt64()));
    }

    [Fact]
    public async Task A_reviewer_finds_what_is_in_the_sources_of_the_account_alone()
    {
        await _archive.ImportAsync();
        Assert.Equal(0, (await AddAsync("rita", "Reviewer", "--source", "legal")).ExitCode);
        (await AddAsync("rob", "Reviewer")).FailedWith(1, "at least one source");
        (await AddAsync("ann", "ComplianceOfficer", "--source", "legal")).FailedWith(1, "Only a reviewer");

        var outside = await SearchAsync("rita");
        var limited = await _archive.RunAsync("user", "limit", "rita", "--data", _archive.Data, "--source", "chat", "--source", "legal");
        var inside = await SearchAsync("rita");
        var users = await _archive.RunAsync("user", "list", "--data", _archive.Data, "--json");

        Assert.Equal((0, 0L), (outside.ExitCode, outside.Json.GetProperty("total").GetInt64()));
        Assert.True(limited.ExitCode == 0, limited.Error);
        Assert.Equal((0, 1L), (inside.ExitCode, inside.Json.GetProperty("total").GetInt64()));
        Assert.Equal(["chat", "legal"], Assert.Single(users.Json.GetProperty("users").EnumerateArray()).GetProperty("sources").EnumerateArray().Select(s => s.GetString()!));
    }

    [Fact]
    public async Task A_weak_password_or_an_unknown_role_makes_no_account()
    {
        await _archive.ImportAsync();

        var weak = await _archive.RunAsync("short\n", ["user", "add", "ann", "--data", _archive.Data, "--role", "Auditor", "--password-stdin"]);
        var unknown = await _archive.RunAsync("user", "add", "ann", "--data", _archive.Data, "--role", "King", "--password-stdin");
        var unasked = await _archive.RunAsync("user", "add", "ann", "--data", _archive.Data, "--role", "Auditor");
        var users = await _archive.RunAsync("user", "list", "--data", _archive.Data, "--json");

        weak.FailedWith(1, "12");
        unknown.FailedWith(64, "There is no role 'King'");
        unasked.FailedWith(64, "--password-stdin");
        Assert.Empty(users.Json.GetProperty("users").EnumerateArray());
    }

    [Fact]
    public async Task A_password_is_set_anew()
    {
        await _archive.ImportAsync();
        await AddAsync("ann", "ComplianceOfficer");

        var set = await _archive.RunAsync("another long enough password\n", ["user", "password", "ANN", "--data", _archive.Data, "--password-stdin"]);
        var weak = await _archive.RunAsync("short\n", ["user", "password", "ann", "--data", _archive.Data, "--password-stdin"]);
        var nobody = await _archive.RunAsync("another long enough password\n", ["user", "password", "ben", "--data", _archive.Data, "--password-stdin"]);

        Assert.True(set.ExitCode == 0, set.Error);
        weak.FailedWith(1, "12");
        nobody.FailedWith(1, "There is no account ben.");
    }

    protected Task<Answer> AddAsync(string name, string role, params string[] more) =>
        _archive.RunAsync(Password + "\n", ["user", "add", name, "--data", _archive.Data, "--role", role, "--password-stdin", .. more]);

    private Task<Answer> SearchAsync(string name) =>
        _archive.RunAsync("search", "--data", _archive.Data, "--purpose", "case 17", "--as", name, "--json", "wire");
}

public sealed class UserTests : UserContract
{
    [Fact]
    public async Task Accounts_are_listed_beside_a_process_that_writes()
    {
        await Archive.ImportAsync();
        await AddAsync("ann", "ComplianceOfficer");
        using var held = global::Archive.Storage.DataFolderLock.Take(new global::Archive.Storage.DataFolder(Archive.Data));

        var users = await Archive.RunAsync("user", "list", "--data", Archive.Data, "--json");

        Assert.True(users.ExitCode == 0, users.Error);
        var ann = Assert.Single(users.Json.GetProperty("users").EnumerateArray());
        Assert.Equal("ann", ann.GetProperty("name").GetString());
        (await Archive.RunAsync("user", "disable", "ann", "--data", Archive.Data)).FailedWith(3, "in use by another process");
    }
}
