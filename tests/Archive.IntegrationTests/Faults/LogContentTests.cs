using System.Collections.Concurrent;
using System.Text.Json;
using Archive.Connectors.Slack;
using Archive.Core.Jobs;
using Archive.IntegrationTests.Pipeline;
using Archive.Jobs;
using Archive.Simulators.Corpus;
using Archive.Simulators.Feishu;
using Archive.Simulators.Slack;
using Archive.Simulators.Slack.Faults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Archive.IntegrationTests.Faults;

/// <summary>The log of a pull and a search, at its most talkative, names no secret and repeats nothing that was said or asked.</summary>
public sealed class LogContentTests
{
    private const string Query = "verification AND nonexistentquerywordzebra";

    [Fact]
    public async Task No_token_no_message_and_no_query_is_logged()
    {
        var corpus = BankCorpusGenerator.Generate(400, 11);
        using var log = new CapturedLog();
        await using var pull = await SlackPull.StartAsync(
            corpus,
            SlackApiKind.Discovery,
            o => o.Faults = FaultSchedule.Seeded(4, 0.3),
            services: s => s.AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(log)));

        await pull.FinishAsync();
        await pull.Archive.CountHitsAsync(Query);

        Assert.True(log.Lines.Count > 20, $"only {log.Lines.Count} lines were captured");
        var all = string.Join('\n', log.Lines);
        Assert.DoesNotContain(SlackToken.Discovery.Value, all, StringComparison.Ordinal);
        Assert.DoesNotContain("nonexistentquerywordzebra", all, StringComparison.OrdinalIgnoreCase);
        var said = corpus.Messages.Select(m => m.Text).Concat((await pull.ReadAsync()).Select(r => r.Text)).Where(t => t.Length >= 8).ToHashSet();
        Assert.True(said.Count > 200);
        Assert.DoesNotContain(said, text => all.Contains(text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_secret_no_token_and_no_message_of_an_app_is_logged()
    {
        var corpus = BankCorpusGenerator.Generate(400, 11);
        using var log = new CapturedLog();
        await using var pull = await FeishuPull.StartAsync(
            corpus,
            o => o.Faults = Archive.Simulators.Feishu.Faults.FaultSchedule.Seeded(4, 0.2, Archive.Simulators.Feishu.Faults.FaultKind.ServerError),
            services: s => s.AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(log)));

        await pull.FinishAsync();

        Assert.True(log.Lines.Count > 20, $"only {log.Lines.Count} lines were captured");
        var all = string.Join('\n', log.Lines);
        Assert.DoesNotContain(FeishuApp.Archive.AppSecret, all, StringComparison.Ordinal);
        Assert.DoesNotContain("Bearer", all, StringComparison.OrdinalIgnoreCase);
        var said = corpus.Messages.Select(m => m.Text).Concat((await pull.ReadAsync()).Select(r => r.Text)).Where(t => t.Length >= 8).ToHashSet();
        Assert.True(said.Count > 200);
        Assert.DoesNotContain(said, text => all.Contains(text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task Neither_format_of_the_log_repeats_what_was_said_or_asked(string format)
    {
        var corpus = BankCorpusGenerator.Generate(400, 11);
        var log = new FormattedLog();
        await using var pull = await SlackPull.StartAsync(
            corpus, SlackApiKind.Discovery, o => o.Faults = FaultSchedule.Seeded(4, 0.3), services: s => log.AddTo(s, format));

        await pull.FinishAsync();
        await pull.Archive.CountHitsAsync(Query);

        var all = log.Text;
        Assert.True(log.Lines.Count > 20, $"only {log.Lines.Count} lines were written");
        Assert.DoesNotContain(SlackToken.Discovery.Value, all, StringComparison.Ordinal);
        Assert.DoesNotContain("nonexistentquerywordzebra", all, StringComparison.OrdinalIgnoreCase);
        var said = corpus.Messages.Select(m => m.Text).Concat((await pull.ReadAsync()).Select(r => r.Text)).Where(t => t.Length >= 8).ToHashSet();
        Assert.True(said.Count > 200);

        // JSON escapes what is not ASCII; a text that came through would stand there in that form.
        Assert.DoesNotContain(said, text => all.Contains(text, StringComparison.Ordinal) || all.Contains(JsonEncodedText.Encode(text).ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_line_of_json_has_a_time_in_UTC_and_names_job_source_and_run()
    {
        var log = new FormattedLog();
        await using var archive = TestArchive.Create([], s => log.AddTo(s, "json"));
        var runner = new JobRunner(
            archive.Get<IJobRunLog>(), archive.Get<ILeases>(), Options.Create(new JobsOptions()), TimeProvider.System, archive.Get<ILogger<JobRunner>>());

        await Assert.ThrowsAsync<JobFailedException>(() => runner.RunAsync(
            "pull", "slack", "schedule", (_, _) => throw new JobFailedException("It failed."), TestContext.Current.CancellationToken));

        using var line = JsonDocument.Parse(log.Lines.Single(l => l.Contains("\"EventId\":5002", StringComparison.Ordinal)));
        Assert.Matches("^[0-9-]{10}T[0-9:]{8}[.][0-9]{3}Z$", line.RootElement.GetProperty("Timestamp").GetString());
        var scope = line.RootElement.GetProperty("Scopes").EnumerateArray().Single();
        Assert.Equal(("pull", "slack", 1), (scope.GetProperty("Job").GetString(), scope.GetProperty("Source").GetString(), scope.GetProperty("Run").GetInt64()));
    }

    private sealed class CapturedLog : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> Lines => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            _lines.Enqueue($"scope: {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            _lines.Enqueue($"{formatter(state, exception)} {exception}");
            if (state is IEnumerable<KeyValuePair<string, object?>> values)
            {
                _lines.Enqueue(string.Join(' ', values.Select(v => $"{v.Key}={v.Value}")));
            }
        }

        public void Dispose()
        {
        }
    }
}
