using System.Diagnostics;
using System.Globalization;
using Archive.Connectors.WeCom.Sdk;
using Archive.Simulators.Corpus;
using Archive.Simulators.WeCom;
using Archive.Simulators.WeCom.Faults;
using Archive.Tests.Connectors;

namespace Archive.IntegrationTests.Faults;

/// <summary>The real child process with a library of the same functions: it is killed, stopped, crashes, hangs, leaks, prints and opens messages into noise, and nothing is lost or repeated.
/// ARCHIVE_TEST_CHILD_KILLS says how often; the full proof is 500.</summary>
public sealed class WeComChildTests
{
    private const int Megabytes = 192;

    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("ARCHIVE_TEST_CHILD_KILLS") ?? "12", CultureInfo.InvariantCulture);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_befalls_the_child_nothing_is_lost_or_repeated_and_memory_stays_bounded()
    {
        Assert.SkipWhen(FakeFinanceLibrary.FindCompiler() is null, "There is no gcc to make the library with.");
        var folder = Directory.CreateTempSubdirectory("archive-wecom-sdk-");
        var library = await FakeFinanceLibrary.CompileAsync(folder.FullName, Stop);
        var random = new Random(17);
        FaultKind[] kinds = [FaultKind.SdkCrash, FaultKind.SdkCrash, FaultKind.SdkCrash, FaultKind.SdkGarbage, FaultKind.SdkLeak, FaultKind.SdkLeak];
        var faults = new Dictionary<int, FaultKind>();
        for (var call = 2; faults.Count < Kills * 2 / 3; call += random.Next(2, 4))
        {
            faults[call] = random.Next(40) == 0 ? FaultKind.SdkHang : kinds[random.Next(kinds.Length)];
        }

        // Noise that the library calls a success, far enough apart that the second question is answered.
        var noise = Enumerable.Range(1, Math.Max(5, Kills / 4)).ToDictionary(n => n * 25, _ => FaultKind.SdkGarbage);
        var corpus = BankCorpusGenerator.Generate(Math.Max(300, Kills * 10), 5);
        await using var calm = await WeComPull.StartAsync(corpus);
        Assert.Equal(0, await calm.FinishAsync());
        var expected = await calm.ReadAsync();
        var started = Stopwatch.GetTimestamp();
        using var breaks = new BreakCount();
        await using var pull = await WeComPull.StartAsync(
            corpus,
            o => (o.SdkFaults, o.DecryptFaults, o.LeakBytes) = (FaultSchedule.At(faults), FaultSchedule.At(noise), 40 * 1024 * 1024),
            (o, simulator) =>
            {
                (o.Library, o.Proxy) = (library, simulator.NativeProxy);
                (o.PageSize, o.CallTimeoutSeconds, o.MaxChildMegabytes, o.HeartbeatPatience) = (4, 1, Megabytes, TimeSpan.FromSeconds(3));
            },
            launcher: new ArchiveProcessLauncher(ArchiveProgram.File, ArchiveProgram.Before),
            log: breaks);

        using var end = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var killer = KillAsync(Math.Max(1, Kills / 3), random, end.Token);
        var failed = await pull.FinishAsync();
        await end.CancelAsync();
        var (killed, most) = await killer;

        using var self = Process.GetCurrentProcess();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Stopwatch.GetElapsedTime(started):m\\:ss}, {killed} killed from outside, {pull.Faults} faults of the library; children: {breaks}; {failed} runs failed; "
            + $"most memory {most >> 20} MiB of a child, {self.PeakWorkingSet64 >> 20} MiB of the parent");

        // A file over which children broke came with a later run, as a revision of its own.
        var held = (await pull.ReadAsync()).Where(r => r.Revision != "files").ToHashSet();
        Assert.True(expected.SetEquals(held), $"missing {expected.Except(held).Count()}, unexpected {held.Except(expected).Count()}");
        await pull.Archive.AssertSoundAsync();
        Assert.True(killed + pull.Faults >= Kills * 9 / 10, $"{killed} killed, {pull.Faults} faults");
        Assert.True(most < (Megabytes + 80) * 1024L * 1024, $"a child took {most} bytes"); // it is looked at once a second
        Assert.True(Children().Length <= 1, "more than the one that waits for the next run");
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_child_ends_with_its_parent()
    {
        var launcher = new ArchiveProcessLauncher(ArchiveProgram.File, ArchiveProgram.Before);
        await using var child = launcher.Start();

        child.Requests.Close();

        Assert.Equal(0, await Task.Run(child.Answers.ReadToEnd, Stop).WaitAsync(TimeSpan.FromSeconds(30), Stop));
    }

    /// <summary>The environment of the archive holds connection strings and secrets; a library that nobody can look into gets none of it.</summary>
    [Fact]
    public async Task A_child_sees_none_of_the_archives_settings()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Looks into /proc.");
        Environment.SetEnvironmentVariable("ARCHIVE_TEST_NOT_FOR_CHILDREN", "Password=not-for-children");
        var launcher = new ArchiveProcessLauncher(ArchiveProgram.File, ArchiveProgram.Before);
        await using var child = launcher.Start();
        Environment.SetEnvironmentVariable("ARCHIVE_TEST_NOT_FOR_CHILDREN", null);

        var environment = await File.ReadAllTextAsync($"/proc/{Children().Single()}/environ", Stop);

        Assert.Contains("PATH=", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("not-for-children", environment, StringComparison.Ordinal);
    }

    /// <returns>How often, and the most memory that was seen.</returns>
    private static async Task<(int Killed, long Most)> KillAsync(int times, Random random, CancellationToken cancellationToken)
    {
        var killed = 0;
        var most = 0L;
        var stopped = new HashSet<int>(); // theirs is to be found out without help
        try
        {
            while (true)
            {
                await Task.Delay(random.Next(20, 120), cancellationToken);
                foreach (var id in Children())
                {
                    most = Math.Max(most, MemoryOf(id));
                    if (killed < times && !stopped.Contains(id) && random.Next(2) == 0)
                    {
                        killed++;
                        var stop = random.Next(8) == 0 && stopped.Add(id);
                        await SignalAsync(id, stop ? "STOP" : "KILL");
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            return (killed, most);
        }
    }

    private static int[] Children() =>
    [
        .. Process.GetProcessesByName("dotnet").Concat(Process.GetProcessesByName("archive")).Select(p => p.Id)
            .Where(id => Read($"/proc/{id}/cmdline").EndsWith("wecom-sdk\0", StringComparison.Ordinal)
                && Read($"/proc/{id}/status").Contains($"PPid:\t{Environment.ProcessId}\n", StringComparison.Ordinal)),
    ];

    private static long MemoryOf(int id) =>
        Read($"/proc/{id}/statm").Split(' ') is [_, var pages, ..] ? long.Parse(pages, CultureInfo.InvariantCulture) * Environment.SystemPageSize : 0;

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ""; // it has ended
        }
    }

    private static async Task SignalAsync(int process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Stop);
    }
}

internal static class StreamReading
{
    /// <returns>How many bytes after the frames of its life: none. Ends when the child has.</returns>
    public static int ReadToEnd(this Stream answers)
    {
        try
        {
            while (SdkFrame.Read(answers) is not null)
            {
            }

            return 0;
        }
        catch (InvalidDataException)
        {
            return 1;
        }
    }
}
