using System.Diagnostics;
using Archive.Cli.CommandLine;
using Spectre.Console;

namespace Archive.Cli.Display;

/// <summary>Shows how long work goes: a bar where standard error is a terminal, otherwise a plain line at most once a second.</summary>
/// <typeparam name="T">What the work reports.</typeparam>
internal static class ProgressDisplay<T>
{
    /// <param name="describe">One line about a report, and the share that is done where it is known (0 to 1).</param>
    public static async Task<TResult> RunAsync<TResult>(
        CommandContext context,
        string title,
        Func<T, TimeSpan, (string Line, double? Share)> describe,
        Func<IProgress<T>, Task<TResult>> work)
    {
        var since = Stopwatch.StartNew();
        if (!context.Error.Profile.Capabilities.Interactive)
        {
            var lines = new PlainLines(value => $"{title}: {describe(value, since.Elapsed).Line}");
            var result = await work(lines);
            lines.Flush();
            return result;
        }

        return await context.Error.Progress()
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 })
            .StartAsync(async progress =>
            {
                var bar = progress.AddTask(Markup.Escape(title), maxValue: 1);
                bar.IsIndeterminate = true;
                var result = await work(new Bar(bar, title, value => describe(value, since.Elapsed)));
                bar.IsIndeterminate = false;
                bar.Value = 1;
                return result;
            });
    }

    private sealed class Bar(ProgressTask bar, string title, Func<T, (string Line, double? Share)> describe) : IProgress<T>
    {
        public void Report(T value)
        {
            var (line, share) = describe(value);
            bar.Description = Markup.Escape($"{title}: {line}");
            bar.IsIndeterminate = share is null;
            bar.Value = Math.Clamp(share ?? 0, 0, 1);
        }
    }

    private sealed class PlainLines(Func<T, string> describe) : IProgress<T>
    {
        private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
        private readonly Lock _lock = new();
        private readonly Stopwatch _last = Stopwatch.StartNew();
        private string? _waiting;

        public void Report(T value)
        {
            lock (_lock)
            {
                _waiting = describe(value);
                if (_last.Elapsed >= Interval)
                {
                    Write();
                }
            }
        }

        public void Flush()
        {
            lock (_lock)
            {
                Write();
            }
        }

        private void Write()
        {
            if (_waiting is { } line)
            {
                Console.Error.WriteLine(line);
            }

            _waiting = null;
            _last.Restart();
        }
    }
}
