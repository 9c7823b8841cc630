using System.Diagnostics;
using System.Net;
using Archive.Core.Sanctioning;
using Archive.IntegrationTests.Cli;
using Archive.IntegrationTests.Search;
using Archive.IntegrationTests.ServerSetUp;
using Archive.Simulators.Corpus;
using Archive.Simulators.Slack;
using Microsoft.Data.Sqlite;

namespace Archive.IntegrationTests.Web;

/// <summary>From the form to the record through "archive serve", without a restart, and again after one.</summary>
public sealed class SavedSourceTests : IAsyncLifetime
{
    private const string Password = "correct-horse-battery";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ArchiveProcess _archive = new();
    private readonly string _url = $"http://127.0.0.1:{FreePorts.Take()}/";
    private ServerProcess? _served;
    private SlackSimulator? _platform;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var corpus = BankCorpusGenerator.Generate(200, 3);
        _platform = await SlackSimulator.StartAsync(corpus, new SlackSimulatorOptions { RateScale = 10_000 }, Stop);
        Assert.Equal(0, (await _archive.RunAsync("migrate", "--data", _archive.Data)).ExitCode);
        await File.WriteAllBytesAsync(Path.Combine(_archive.Data, "register.csv"), RegisterFile.Write(corpus.People.Select(person => new RegisteredAccount(
            "desk", _platform.IdOf(person), person.Id, person.Name, null, person.ValidFrom, null, person.Notice is null ? null : "notice@1", person.Notice, AccountStanding.Sanctioned))), Stop);
        await SanctionedFolder.ApproveAsync(_archive.Data);
        var made = await _archive.RunAsync(Password + "\n", ["user", "add", "otto", "--role", "Operator", "--password-stdin", "--data", _archive.Data]);
        Assert.True(made.ExitCode == 0, made.Error);
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await (_served?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_platform?.DisposeAsync() ?? ValueTask.CompletedTask);
        _archive.Dispose();
    }

    [Fact]
    public async Task A_saved_source_is_scheduled_and_pulled_at_once_and_after_a_restart()
    {
        using var browser = new Browser(new Uri(_url));
        await browser.SignInAsync("otto", Password);
        var saved = await browser.PostAsync("/sources/new/slack", "/sources/new/slack", "/sources/new/slack?handler=Save",
            ("s.Name", "desk"), ("s.Api", "discovery"), ("s.Token", SlackToken.Discovery.Value), ("s.Address", _platform!.BaseAddress.ToString()), ("s.RequestsPerSecond", "10000"), // it was started
            ("s.Schedule", "d1"), ("s.Retention:MinimumDays", "2190"), ("s.Retention:Action", "Keep"), ("s.Retention:Policy", "default@1"));

        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Contains("pull", await browser.ReadAsync("/jobs"), StringComparison.Ordinal);
        var page = await browser.ReadAsync("/sources");
        Assert.Contains("<h2>desk</h2>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("not scheduled here", page, StringComparison.Ordinal);

        await browser.PostAsync("/sources", "/sources?handler=Run", ("source", "desk"));
        await UntilAsync(async () => await CountAsync("operations", "select count(*) from job_run where job = 'pull' and source = 'desk' and outcome = 1") == 1);
        Assert.InRange(await CountAsync("records", "select count(*) from record"), 100, 400);

        Assert.Equal(0, await _served!.StopAsync(Patience)); // it was started
        var checkedAlone = await _archive.RunAsync("connector", "test", "desk", "--data", _archive.Data);
        Assert.True(checkedAlone.ExitCode == 0, checkedAlone.Output + checkedAlone.Error);
        await StartAsync();
        using var again = new Browser(new Uri(_url));
        await again.SignInAsync("otto", Password);
        await again.PostAsync("/sources", "/sources?handler=Run", ("source", "desk"));
        await UntilAsync(async () => await CountAsync("operations", "select count(*) from job_run where job = 'pull' and source = 'desk' and outcome = 1") == 2);

        await again.PostAsync("/sources/desk/remove", "/sources/desk/remove", ("revision", "1"), ("understood", "true"));
        Assert.DoesNotContain("<h2>desk</h2>", await again.ReadAsync("/sources"), StringComparison.Ordinal);
        Assert.Equal(0, await _served.StopAsync(Patience));
        Assert.Equal(0, (await _archive.RunAsync("verify", "--data", _archive.Data)).ExitCode);
        Assert.InRange(await CountAsync("records", "select count(*) from record"), 100, 400);
    }

    private async Task StartAsync()
    {
        _served = new ServerProcess("serve", _archive.Data, _url);
        _served.Start();
        using var http = new HttpClient(new SocketsHttpHandler());
        await UntilAsync(() => AnswersAsync(http));
    }

    private async Task<bool> AnswersAsync(HttpClient http)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(_url + "health/ready"), Stop);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<long> CountAsync(string file, string question)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_archive.Data, file + ".db")};Mode=ReadOnly;Pooling=false;Default Timeout=20");
        await connection.OpenAsync(Stop);
        await using var command = connection.CreateCommand();
        command.CommandText = question;
        return (long)(await command.ExecuteScalarAsync(Stop))!; // a count is one row
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < Patience, $"It did not happen within {Patience}.");
            await Task.Delay(100, Stop);
        }
    }
}
