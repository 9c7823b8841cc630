using System.Diagnostics;
using System.Net;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Archive.IntegrationTests.Cli;

public sealed class DemoTests : IDisposable
{
    private readonly ArchiveProcess _archive = new();

    public void Dispose() => _archive.Dispose();

    [Fact]
    public async Task The_same_seed_gives_the_same_root_also_after_a_kill_in_the_middle()
    {
        var other = Path.Combine(_archive.Folder, "other");
        using (var killed = _archive.Start("demo", "--data", _archive.Data, "--messages", "1500", "--load-only"))
        {
            await UntilAsync(() => File.Exists(Path.Combine(_archive.Data, "register.csv")), killed);
            await Task.Delay(400, TestContext.Current.CancellationToken);
            killed.Kill();
            await killed.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var again = await LoadAsync(_archive.Data, "1500");
        var whole = await LoadAsync(other, "1500");
        var first = await _archive.RunAsync("stats", "--data", _archive.Data, "--json");
        var second = await _archive.RunAsync("stats", "--data", other, "--json");
        var verify = await _archive.RunAsync("verify", "--data", _archive.Data, "--json");

        Assert.True(again.ExitCode == 0 && whole.ExitCode == 0, again.Error + whole.Error);
        Assert.Equal(second.Json.GetProperty("root").GetString(), first.Json.GetProperty("root").GetString());
        Assert.Equal(second.Json.GetProperty("records").GetInt64(), first.Json.GetProperty("records").GetInt64());
        Assert.Equal("intact", verify.Json.GetProperty("result").GetString());
    }

    [Fact]
    public async Task Ctrl_C_ends_a_load_in_order_and_starting_again_completes_it()
    {
        // Enough for the signal to come in the middle on a busy machine, too.
        const string Many = "30000";
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows sends Ctrl-C to a console, not to a process.");
        var other = Path.Combine(_archive.Folder, "other");
        using var load = _archive.Start("demo", "--data", _archive.Data, "--messages", Many, "--load-only");
        var output = load.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = load.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => HasRecords(Path.Combine(_archive.Data, "records.db")), load);
        using (var stop = Process.Start("kill", ["-INT", $"{load.Id}"]))
        {
            await stop.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await load.WaitForExitAsync(TestContext.Current.CancellationToken);
        var stopped = await _archive.RunAsync("stats", "--data", _archive.Data, "--json");
        var again = await LoadAsync(_archive.Data, Many);
        var whole = await LoadAsync(other, Many);
        var first = await _archive.RunAsync("stats", "--data", _archive.Data, "--json");
        var second = await _archive.RunAsync("stats", "--data", other, "--json");

        new Answer(load.ExitCode, await output, await error).FailedWith(130, "Stopped. What was stored is kept; starting again goes on from there.");
        Assert.True(again.ExitCode == 0 && whole.ExitCode == 0, again.Error + whole.Error);
        Assert.InRange(stopped.Json.GetProperty("records").GetInt64(), 1, first.Json.GetProperty("records").GetInt64() - 1);
        Assert.Equal(second.Output, first.Output);
        Assert.Equal("intact", (await _archive.RunAsync("verify", "--data", _archive.Data, "--json")).Json.GetProperty("result").GetString());
    }

    [Fact]
    public async Task A_folder_of_another_demo_or_of_a_real_archive_is_refused()
    {
        await LoadAsync(_archive.Data, "50");
        var real = Path.Combine(_archive.Folder, "real");
        await _archive.RunAsync("migrate", "--data", real);

        (await LoadAsync(_archive.Data, "60")).FailedWith(3, "holds a demo made with --seed 1 --messages 50");
        (await LoadAsync(real, "50")).FailedWith(3, "holds no demo");
    }

    [Fact]
    public async Task A_folder_of_the_time_when_all_was_on_Slack_is_refused()
    {
        Directory.CreateDirectory(_archive.Data);
        await File.WriteAllTextAsync(
            Path.Combine(_archive.Data, "demo.json"), """{ "seed": 1, "messages": 50, "corpus": null }""", TestContext.Current.CancellationToken);

        (await LoadAsync(_archive.Data, "50")).FailedWith(3, "by an earlier version, all on Slack");
    }

    [Fact]
    public async Task A_bank_of_one_message_needs_one_platform_alone()
    {
        var load = await LoadAsync(_archive.Data, "1");
        var stats = await _archive.RunAsync("stats", "--data", _archive.Data, "--json");

        Assert.True(load.ExitCode == 0, load.Error);
        Assert.Equal(1, stats.Json.GetProperty("received").GetInt64());
    }

    [Fact]
    public async Task The_pages_answer_and_a_stop_ends_them_in_order()
    {
        var address = $"http://127.0.0.1:{FreePorts.Take()}";
        using var demo = _archive.Start("demo", "--data", _archive.Data, "--messages", "50", "--urls", address);
        var error = demo.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var shown = new List<string>();
        while (await demo.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            shown.Add(line);
            if (line.StartsWith("Open ", StringComparison.Ordinal))
            {
                break;
            }
        }

        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var http = new HttpMessageInvoker(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address + "/sign-in"));
        using var page = await http.SendAsync(request, TestContext.Current.CancellationToken);
        using (var stop = Process.Start("kill", ["-TERM", $"{demo.Id}"]))
        {
            await stop.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await demo.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains(shown, line => line.Contains("Slack", StringComparison.Ordinal));
        Assert.Contains(shown, line => line.Contains("Feishu", StringComparison.Ordinal));
        Assert.Contains(shown, line => line.Contains("WeCom", StringComparison.Ordinal));
        Assert.Contains(shown, line => line.Contains("compliance", StringComparison.Ordinal));
        Assert.Contains(address, shown[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", await error, StringComparison.Ordinal);
        Assert.Equal(0, demo.ExitCode);
    }

    private Task<Answer> LoadAsync(string data, string messages) => _archive.RunAsync("demo", "--data", data, "--messages", messages, "--load-only");

    private static bool HasRecords(string file)
    {
        if (!File.Exists(file))
        {
            return false;
        }

        try
        {
            using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=false");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "select count(*) from record";
            return (long)command.ExecuteScalar()! > 0; // a count is one row
        }
        catch (SqliteException)
        {
            return false; // being made
        }
    }

    private static async Task UntilAsync(Func<bool> condition, Process process)
    {
        var waited = Stopwatch.StartNew();
        while (!condition() && !process.HasExited && waited.Elapsed < TimeSpan.FromMinutes(5))
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.True(condition(), "The demo did not begin.");
    }
}
