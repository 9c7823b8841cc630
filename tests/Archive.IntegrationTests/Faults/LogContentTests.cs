using System.Collections.Concurrent;
using Archive.Connectors.Slack;
using Archive.Simulators.Corpus;
using Archive.Simulators.Slack;
using Archive.Simulators.Slack.Faults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

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
