using System.Text;
using Archive.Web.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Archive.IntegrationTests.Faults;

/// <summary>What the console would show, at its most talkative, in the format that the settings name, scopes included.</summary>
internal sealed class FormattedLog
{
    private readonly StringBuilder _text = new();

    public string Text
    {
        get
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }

    public IReadOnlyList<string> Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public void AddTo(IServiceCollection services, string format)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [ConsoleLog.FormatKey] = format }).Build();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddArchiveConsole(settings));
        services.RemoveAll<ILoggerProvider>();
        services.AddSingleton<ILoggerProvider>(provider =>
        {
            var name = provider.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName;
            return new Provider(this, provider.GetServices<ConsoleFormatter>().Single(f => f.Name == name));
        });
    }

    private void Add(string line)
    {
        lock (_text)
        {
            _text.Append(line);
        }
    }

    private sealed class Provider(FormattedLog log, ConsoleFormatter formatter) : ILoggerProvider, ISupportExternalScope
    {
        private IExternalScopeProvider? _scopes;

        public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public void Dispose()
        {
        }

        private sealed class Logger(Provider provider, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                using var writer = new StringWriter();
                provider.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), writer);
            }
        }

        private void Write<TState>(LogEntry<TState> entry, StringWriter writer)
        {
            formatter.Write(in entry, _scopes, writer);
            log.Add(writer.ToString());
        }
    }
}
