using Archive.Core.Sanctioning;
using Archive.Storage;
using Archive.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Archive.IntegrationTests.Cli;

/// <summary>Puts beside the accounts of a folder's <c>register.csv</c> what else must stand before anything is captured: the notices that they name, and for
/// each of their sources a scope that one person proposed and another one approved.</summary>
internal static class SanctionedFolder
{
    public static async Task ApproveAsync(string path, params string[] moreSources)
    {
        var stop = TestContext.Current.CancellationToken;
        var folder = new DataFolder(path);
        var configuration = ArchiveConfiguration.Read(folder);
        using var archive = ArchiveStore.Open(folder, configuration);
        await using var services = new ServiceCollection().AddLogging().AddArchive(archive, configuration).BuildServiceProvider();
        var desk = services.GetRequiredService<RegisterDesk>();
        var accounts = File.Exists(folder.Register) ? RegisterFile.Read(await File.ReadAllBytesAsync(folder.Register, stop)) : [];
        foreach (var notice in accounts.Select(a => a.NoticeVersion).OfType<string>().Distinct())
        {
            await desk.PublishNoticeAsync(notice, "You are told.", "carol", stop);
        }

        foreach (var source in accounts.Select(a => a.Source).Concat(moreSources).Distinct())
        {
            var now = TimeProvider.System.GetUtcNow();
            var scope = new SourceScope(
                source, "legal obligation", "tests", "none", DateTimeOffset.UnixEpoch.AddYears(-50), now.AddYears(1), "PIA-1", now.AddYears(1), "first version");
            var proposed = await desk.ProposeScopeAsync(scope, "carol", stop);
            await desk.ApproveScopeAsync(proposed.Proposals.Single(p => p.Scope.Source == source).Id, "paul", stop);
        }
    }
}
