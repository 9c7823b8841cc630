using Archive.Core.Jobs;
using Archive.Core.Sanctioning;
using Archive.Jobs;
using Archive.Storage;
using Archive.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Archive.IntegrationTests.Cli;

/// <summary>A source that is removed for now keeps its name: an import under it would keep the source from ever being read again.</summary>
public sealed class ImportNameTests : IDisposable
{
    private readonly ArchiveProcess _archive = new();

    public void Dispose() => _archive.Dispose();

    [Theory]
    [InlineData("listed")]
    [InlineData("directory")]
    [InlineData("pulled")]
    public async Task The_name_of_a_source_that_was_read_live_is_refused(string trace)
    {
        await LeaveAsync(trace);

        (await _archive.ImportAsync()).FailedWith(3, "Choose another one with --source");

        var other = await _archive.RunAsync("import", "--data", _archive.Data, "--format", "jsonl", "--source", "other", _archive.Write("chat.jsonl", ArchiveProcess.TwoMessages), "--json");
        Assert.Equal(0, other.ExitCode);
    }

    /// <summary>What a pull of a source named as the import, "chat", leaves behind.</summary>
    private async Task LeaveAsync(string trace)
    {
        var stop = TestContext.Current.CancellationToken;
        Directory.CreateDirectory(_archive.Data);
        var folder = new DataFolder(_archive.Data);
        var configuration = ArchiveConfiguration.Read(folder);
        using var archive = ArchiveStore.Open(folder, configuration);
        await using var services = new ServiceCollection().AddLogging().AddArchive(archive, configuration).BuildServiceProvider();
        var desk = services.GetRequiredService<RegisterDesk>();
        switch (trace)
        {
            case "listed":
                await desk.ListAsync("chat", new PlatformListing(["alice"], null), "system:pull", stop);
                break;
            case "directory":
                await desk.SynchroniseAsync("chat", new DirectorySnapshot([], [new DirectoryPerson("alice", "Alice", null, null)]), "system:pull", stop);
                break;
            default:
                await services.GetRequiredService<IJobRunLog>().StartAsync(JobNames.Pull, "chat", "schedule", stop);
                break;
        }
    }
}
