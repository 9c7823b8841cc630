using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace Archive.IntegrationTests.Cli;

/// <summary>A disk that is really full: a small file system in memory, in a mount namespace of its own that ends with its processes.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const int Messages = 3_000;

    /// <summary>Runs the command, gives the file system more room, runs it again and asks for counters and verdict. 77: nothing can be mounted here.</summary>
    private const string Script =
        """
        mount -t tmpfs -o size=4m tmpfs "$ROOM" || exit 77
        step() { name=$1; shift; "$PROGRAM" ${BEFORE:+"$BEFORE"} "$@" >"$ANSWERS/$name.out" 2>"$ANSWERS/$name.err"; echo $? >"$ANSWERS/$name.code"; }
        step full "$@"
        mount -o remount,size=256m "$ROOM"
        step again "$@"
        step stats stats --data "$ROOM/data" --json
        step verify verify --data "$ROOM/data" --json
        """;

    private readonly ArchiveProcess _archive = new();

    public void Dispose() => _archive.Dispose();

    [Theory]
    [InlineData("demo")]
    [InlineData("import")]
    public async Task A_load_says_that_the_disk_is_full_and_completes_when_there_is_room(string command)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux can mount a small file system for one process.");
        var room = Directory.CreateDirectory(Path.Combine(_archive.Folder, "room")).FullName;
        Assert.SkipWhen(await RunInNamespaceAsync(room, Load(command, room)) == 77, "This machine does not allow unshare -rm with a tmpfs.");
        var (full, again, stats, verify) = (Read("full"), Read("again"), Read("stats"), Read("verify"));
        var calm = Path.Combine(_archive.Folder, "calm");
        await _archive.RunAsync(Load(command, calm));
        var undisturbed = await _archive.RunAsync("stats", "--data", Path.Combine(calm, "data"), "--json");

        full.FailedWith(1, "The disk is full");
        Assert.Contains("Free some space and start again.", full.Error, StringComparison.Ordinal);
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Equal(Comparable(command, undisturbed), Comparable(command, stats));
        Assert.Equal("intact", verify.Json.GetProperty("result").GetString());
    }

    /// <summary>Keys of an import are random, and with them its root.</summary>
    private static string Comparable(string command, Answer stats)
    {
        var counters = JsonNode.Parse(stats.Output)?.AsObject() ?? throw new InvalidOperationException("There are no counters.");
        Assert.NotEqual(0, (long?)counters["records"]);
        if (command == "import")
        {
            Assert.True(counters.Remove("root"));
        }

        return counters.ToJsonString();
    }

    private string[] Load(string command, string folder)
    {
        var data = Path.Combine(folder, "data");
        return command == "demo"
            ? ["demo", "--load-only", "--data", data, "--messages", $"{Messages}"]
            : ["import", "--data", data, "--format", "jsonl", "--source", "chat", "--register", "all", "--json", _archive.Write("chat.jsonl", Lines())];
    }

    /// <summary>Texts that no compression makes small.</summary>
    private static string Lines()
    {
        var random = new Random(1);
        return string.Join('\n', Enumerable.Range(0, Messages).Select(i =>
            $$"""{"id":"m{{i}}","conversation":"desk","sender":"alice","time":"2019-03-05T09:00:00Z","text":"price {{random.NextInt64()}} {{string.Concat(Enumerable.Range(0, 2_000).Select(_ => (char)('a' + random.Next(26))))}}"}"""));
    }

    private async Task<int> RunInNamespaceAsync(string room, string[] command)
    {
        var start = new ProcessStartInfo("unshare", ["-rm", "bash", "-c", Script, "archive", .. command]) { UseShellExecute = false, RedirectStandardError = true };
        start.Environment["ROOM"] = room;
        start.Environment["ANSWERS"] = _archive.Folder;
        start.Environment["PROGRAM"] = ArchiveProgram.File;
        start.Environment["BEFORE"] = ArchiveProgram.Before.SingleOrDefault("");
        try
        {
            using var process = Process.Start(start) ?? throw new InvalidOperationException("unshare did not start.");
            await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);

            // unshare ends with 1 where namespaces are not allowed; then the script never ran.
            return File.Exists(Path.Combine(_archive.Folder, "verify.code")) ? process.ExitCode : 77;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return 77;
        }
    }

    private Answer Read(string step) => new(
        int.Parse(File.ReadAllText(Path.Combine(_archive.Folder, step + ".code")), CultureInfo.InvariantCulture),
        File.ReadAllText(Path.Combine(_archive.Folder, step + ".out")),
        File.ReadAllText(Path.Combine(_archive.Folder, step + ".err")));
}
