using System.Diagnostics;
using System.Text.Json;
using Archive.Core.Sanctioning;
using Archive.IntegrationTests.Cli;
using Archive.IntegrationTests.Search;
using Archive.IntegrationTests.ServerSetUp;
using Archive.Simulators.Corpus;
using Archive.Simulators.Feishu;
using Archive.Tests.Connectors.Callbacks;
using Microsoft.Data.Sqlite;

namespace Archive.IntegrationTests.Hooks;

/// <summary>From an event at the simulated platform to the record, through "archive serve": its pulls have no schedule that would come in time.</summary>
public sealed class FeishuEventTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>How far time has come before the events. Whole seconds: the platform's filters have no others.</summary>
    private readonly DateTimeOffset _before = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().AddHours(-1).ToUnixTimeSeconds());
    private readonly ArchiveProcess _archive = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler());
    private readonly string _url = $"http://127.0.0.1:{FreePorts.Take()}/";
    private FeishuSimulator? _platform;
    private ServerProcess? _served;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private FeishuSimulator Platform => _platform!; // set before any test runs

    public async ValueTask InitializeAsync()
    {
        var corpus = MakeCorpus();
        _platform = await FeishuSimulator.StartAsync(corpus, new FeishuSimulatorOptions { ServedUntil = _before, ExtraOneIn = 0, PostOneIn = 0, QuoteReplyOneIn = 0 }, Stop);
        Directory.CreateDirectory(_archive.Data);
        await File.WriteAllTextAsync(Path.Combine(_archive.Data, "archive.json"), JsonSerializer.Serialize(new
        {
            Archive = new
            {
                Web = new { EventsPerSecond = 100_000 },
                Sources = new
                {
                    lark = new
                    {
                        Platform = "feishu",
                        FeishuApp.Archive.AppId,
                        FeishuApp.Archive.AppSecret,
                        Address = Platform.BaseAddress,
                        RequestsPerSecond = 10_000,
                        Schedule = "0 0 29 2 *",
                        Callback = new
                        {
                            EncryptKeyFile = _archive.Write("encrypt.key", new FeishuWebhookOptions { Target = new Uri(_url) }.EncryptKey + "\n"),
                            VerificationTokenFile = _archive.Write("verification.token", new FeishuWebhookOptions { Target = new Uri(_url) }.VerificationToken),
                        },
                    },
                },
            },
        }), Stop);
        await File.WriteAllBytesAsync(Path.Combine(_archive.Data, "register.csv"), RegisterFile.Write(corpus.People.Select(person => new RegisteredAccount(
            "lark", Platform.IdOf(person), person.Id, person.Name, null, person.ValidFrom, null, "notice@1", person.Notice, AccountStanding.Sanctioned))), Stop);
        Assert.Equal(0, (await _archive.RunAsync("migrate", "--data", _archive.Data)).ExitCode);
        await SanctionedFolder.ApproveAsync(_archive.Data);
        var first = await _archive.RunAsync("pull", "--data", _archive.Data);
        Assert.True(first.ExitCode == 0, first.Error);
        _served = new ServerProcess("serve", _archive.Data, _url);
        _served.Start();
        await UntilAsync(async () => await AnswersAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await (_served?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_platform?.DisposeAsync() ?? ValueTask.CompletedTask);
        _http.Dispose();
        _archive.Dispose();
    }

    [Fact]
    public async Task A_message_and_the_recall_of_an_old_one_are_records_within_seconds()
    {
        var webhook = CreateWebhook();
        Assert.True(await webhook.VerifyAsync(Stop));
        Assert.Equal(3, Count("records", "select count(*) from record"));
        Assert.Equal(1, Count("operations", "select count(*) from job_run where job = 'pull'"));

        Assert.Equal(1, await webhook.AdvanceAsync(_before.AddMinutes(10), Stop));
        var message = await TimeAsync(() => Count("records", "select count(*) from record") == 4);
        Assert.Equal(1, await webhook.AdvanceAsync(_before.AddMinutes(20), Stop));
        var recall = await TimeAsync(() => Count("records", "select count(*) from record") == 5);

        Assert.All(webhook.Deliveries, delivery => Assert.True(delivery.IsDelivered));
        Assert.Equal(1, Count("records", "select count(*) from record where revision = 'r:deleted'"));
        await TimeAsync(() => Count("operations", "select count(*) from job_run where started_by = 'event' and outcome = 1") == 2); // the record is there before the run ends
        Assert.Equal(0, Count("operations", "select count(*) from pull_hint_conversation"));
        TestContext.Current.TestOutputHelper?.WriteLine($"message after {message}, recall after {recall}");
        Assert.Equal(0, await _served!.StopAsync(Patience)); // it was started
        Assert.Equal(0, (await _archive.RunAsync("verify", "--data", _archive.Data)).ExitCode);
    }

    [Fact]
    public async Task A_reply_to_a_message_of_forty_days_ago_is_a_record_within_seconds()
    {
        Assert.Equal(3, await CreateWebhook().AdvanceAsync(_before.AddMinutes(30), Stop));

        // The new message, the recall, and the reply, whose thread nothing but its event names.
        await TimeAsync(() => Count("records", "select count(*) from record") == 6);
        await TimeAsync(() => Count("operations", "select count(*) from pull_hint_conversation") == 0); // the record is there before the run ends
    }

    [Fact]
    public async Task Ten_thousand_events_are_a_handful_of_pulls()
    {
        var (sent, watch) = (0, Stopwatch.StartNew());
        await Parallel.ForEachAsync(Enumerable.Range(0, 10_000), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Stop }, async (i, _) =>
        {
            var (status, body) = await HookFixture.SendAsync(_http, new Uri(_url + "hooks/lark"), Simulated(i));
            Assert.Equal((200, "{}"), (status, body));
            Interlocked.Increment(ref sent);
        });
        await UntilAsync(() => Task.FromResult(Count("operations", "select count(*) from pull_hint where raised > covered") == 0));

        var pulls = Count("operations", "select count(*) from job_run where started_by = 'event'");
        TestContext.Current.TestOutputHelper?.WriteLine($"{sent} events in {watch.Elapsed}: {pulls} pulls");
        Assert.Equal(10_000, sent);
        Assert.InRange(pulls, 1, 2 + (long)(watch.Elapsed.TotalSeconds / 5));
        Assert.Equal(3, Count("records", "select count(*) from record"));
    }

    private static Archive.Connectors.Http.Callbacks.CallbackRequest Simulated(int number) => SignedRequest.Feishu(
        $$"""{"schema":"2.0","header":{"event_id":"e{{number}}","event_type":"im.message.receive_v1","token":"simulated-verification-token","app_id":"{{FeishuApp.Archive.AppId}}"},"event":{"message":{"chat_id":"oc_x"} } }""",
        TimeProvider.System.GetUtcNow(),
        new FeishuWebhookOptions { Target = new Uri("http://127.0.0.1") }.EncryptKey!); // it has a default

    private Corpus MakeCorpus()
    {
        CorpusPerson Employee(string id, string name) =>
            new(id, id, name, null, null, null, CorpusPersonKind.Employee, _before.AddDays(-100), null, _before.AddDays(-99));

        return new Corpus(
            "Harbor Bank",
            _before.AddHours(1),
            [Employee("alice", "Alice Chen"), Employee("bob", "Bob Li")],
            [new CorpusConversation("desk", "rates-desk", CorpusConversationKind.PrivateChannel, _before.AddDays(-50), ["alice", "bob"], false)],
            [
                new CorpusMessage("ancient", "desk", "bob", _before.AddDays(-40), "sent forty days ago"),
                new CorpusMessage("old", "desk", "alice", _before.AddDays(-10), "sent ten days ago", RecalledAt: _before.AddMinutes(15)),
                new CorpusMessage("last", "desk", "bob", _before.AddDays(-3), "the last one before"),
                new CorpusMessage("new", "desk", "alice", _before.AddMinutes(5), "told by an event"),
                new CorpusMessage("reply", "desk", "alice", _before.AddMinutes(25), "an answer after forty days", ThreadOf: "ancient"),
            ]);
    }

    private FeishuWebhook CreateWebhook() => Platform.CreateWebhook(
        new FeishuWebhookOptions { Target = new Uri(_url + "hooks/lark"), AnswerWithin = TimeSpan.FromMinutes(1) }, _http); // a process that has just started on a busy machine

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(_url + "health/ready"), Stop);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private long Count(string file, string question)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_archive.Data, file + ".db")};Mode=ReadOnly;Pooling=false;Default Timeout=20");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = question;
        return (long)command.ExecuteScalar()!; // a count is one row
    }

    private static async Task<TimeSpan> TimeAsync(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        await UntilAsync(() => Task.FromResult(condition()));
        return watch.Elapsed;
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
