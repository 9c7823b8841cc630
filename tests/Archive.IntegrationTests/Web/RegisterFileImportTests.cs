using Archive.Core.Sanctioning;
using Archive.Storage;
using Archive.Tests.Sanctioning;
using Archive.Web.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Archive.IntegrationTests.Web;

/// <summary>Which <c>register.csv</c> counts: by what it holds, and by the time that its file system tells, which a copy makes new and a wrong clock puts ahead.</summary>
public sealed class RegisterFileImportTests : IDisposable
{
    private readonly DataFolder _folder = new(Directory.CreateTempSubdirectory("archive-register-").FullName);
    private readonly RegisterDesk _desk = new(new TestRegister(), TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    private IEnumerable<string> InForce => _desk.Read().Accounts.Accounts.Select(a => a.AccountId);

    public void Dispose() => Directory.Delete(_folder.Path, recursive: true);

    [Fact]
    public async Task A_copy_of_an_old_list_does_not_undo_the_newer_one_and_is_told()
    {
        await SaveAsync("old", Now.AddHours(-3));
        await SaveAsync("new", Now.AddHours(-2));

        await SaveAsync("old", Now.AddHours(-1));
        var ignored = await Import().FindIgnoredAsync(Stop);

        Assert.Equal(["new"], InForce);
        Assert.True(ignored?.WasTakenBefore);
    }

    [Fact]
    public async Task A_list_that_was_in_force_before_comes_back_when_somebody_hands_it_in()
    {
        await SaveAsync("old", Now.AddHours(-3));
        await SaveAsync("new", Now.AddHours(-2));

        await HandInAsync("old");
        await Import().ImportIfChangedAsync(Stop);

        Assert.Equal(["old"], InForce);
    }

    [Fact]
    public async Task A_file_from_the_future_hides_no_list_that_is_saved_or_handed_in_later()
    {
        await SaveAsync("ahead", Now.AddYears(1));
        var first = _desk.Read().LastFile;

        await HandInAsync("handed in");
        await Import().ImportIfChangedAsync(Stop);
        Assert.Equal(["handed in"], InForce);
        await SaveAsync("saved", Now.AddYears(1));

        Assert.Equal(["saved"], InForce);
        Assert.True(first?.WrittenAt <= TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task A_list_that_is_older_than_the_one_in_force_is_told_as_that()
    {
        await SaveAsync("new", Now.AddHours(-2));
        await SaveAsync("older", Now.AddHours(-3));

        var ignored = await Import().FindIgnoredAsync(Stop);

        Assert.Equal(["new"], InForce);
        Assert.False(ignored?.WasTakenBefore);
        Assert.NotNull(ignored);
    }

    private static byte[] ListOf(string account) => RegisterFile.Write([new RegisteredAccount(
        "s", account, "p", "Ann", null, DateTimeOffset.UnixEpoch, null, null, null, AccountStanding.Sanctioned)]);

    private RegisterFileImport Import() => new(_folder, _desk, TimeProvider.System, NullLogger<RegisterFileImport>.Instance);

    private async Task SaveAsync(string account, DateTime savedAt)
    {
        await File.WriteAllBytesAsync(_folder.Register, ListOf(account), Stop);
        File.SetLastWriteTimeUtc(_folder.Register, savedAt);
        await Import().ImportIfChangedAsync(Stop);
    }

    private Task HandInAsync(string account)
    {
        var bytes = ListOf(account);
        return _desk.ReplaceAccountsAsync(
            RegisterOrigins.File, RegisterFile.Read(bytes), RegisterFileMark.HandedIn(bytes, _desk.Read(), TimeProvider.System.GetUtcNow()), "carla", Stop);
    }
}
