using System.Text.Json;
using Xunit;

namespace Archive.IntegrationTests.Cli;

public sealed class HoldAndRetentionTests : IDisposable
{
    private readonly ArchiveProcess _archive = new();

    public void Dispose() => _archive.Dispose();

    [Fact]
    public async Task Imported_records_are_kept_when_no_policy_disposes_of_them()
    {
        await _archive.ImportAsync();

        var report = await _archive.RunAsync("retention", "run", "--data", _archive.Data, "--json");

        Assert.Equal(0, report.ExitCode);
        Assert.Equal(["due", "disposed", "held", "failed", "reasons"], report.Names);
        Assert.Equal(0, report.Json.GetProperty("disposed").GetInt64());
    }

    [Fact]
    public async Task What_a_hold_keeps_stays_until_it_is_released()
    {
        await DemoAsync();
        var due = (await RetentionAsync("simulate")).GetProperty("due").GetInt64();
        await _archive.RunAsync("hold", "add", "--data", _archive.Data, "--matter", "case 17", "--person", await FindPersonOfOldMessageAsync(), "--json");

        var held = await RetentionAsync("run");
        var list = await _archive.RunAsync("hold", "list", "--data", _archive.Data, "--json");
        var release = await _archive.RunAsync("hold", "release", "--data", _archive.Data, "--matter", "case 17", "--json");
        var released = await RetentionAsync("run");
        var verify = await _archive.RunAsync("verify", "--data", _archive.Data, "--json");

        var kept = held.GetProperty("held").GetInt64();
        Assert.InRange(kept, 1, due - 1);
        Assert.Equal((due, due - kept), (held.GetProperty("due").GetInt64(), held.GetProperty("disposed").GetInt64()));
        var reason = Assert.Single(held.GetProperty("reasons").EnumerateArray());
        Assert.Equal(["reason", "count"], reason.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("hold on person: case 17", kept), (reason.GetProperty("reason").GetString(), reason.GetProperty("count").GetInt64()));
        Assert.Equal("case 17", Assert.Single(list.Json.GetProperty("holds").EnumerateArray()).GetProperty("matter").GetString());
        Assert.Single(release.Json.GetProperty("holds").EnumerateArray());
        Assert.Equal((kept, kept), (released.GetProperty("due").GetInt64(), released.GetProperty("disposed").GetInt64()));
        Assert.Equal("intact", verify.Json.GetProperty("result").GetString());
    }

    [Theory]
    [InlineData("--matter", "m")]
    [InlineData("--matter", "m", "--person", "P1", "--record", "1")]
    [InlineData("--matter", "m", "--record", "first")]
    [InlineData("--record", "1")]
    public async Task A_hold_names_its_matter_and_one_target(params string[] arguments)
    {
        var refused = await _archive.RunAsync(["hold", "add", "--data", _archive.Data, .. arguments]);

        Assert.Equal(64, refused.ExitCode);
        Assert.NotEmpty(refused.Error);
    }

    [Fact]
    public async Task Releasing_a_matter_without_holds_fails()
    {
        await _archive.ImportAsync();

        var refused = await _archive.RunAsync("hold", "release", "--data", _archive.Data, "--matter", "nothing");

        refused.FailedWith(1, "No hold in force matches");
    }

    private async Task<string> FindPersonOfOldMessageAsync()
    {
        var found = await _archive.RunAsync(
            "search", "--data", _archive.Data, "--purpose", "case 17", "--limit", "50", "--json", "before:2023-06-01");
        var register = Core.Sanctioning.RegisterFile.Read(File.ReadAllBytes(Path.Combine(_archive.Data, "register.csv")));
        return found.Json.GetProperty("hits").EnumerateArray()
            .Select(hit => register.FirstOrDefault(a => a.Name == hit.GetProperty("sender").GetString())?.PersonId)
            .First(person => person is not null) ?? "";
    }

    private async Task DemoAsync()
    {
        var demo = await _archive.RunAsync("demo", "--data", _archive.Data, "--messages", "300", "--load-only");
        Assert.True(demo.ExitCode == 0, demo.Error);
    }

    private async Task<JsonElement> RetentionAsync(string what)
    {
        var answer = await _archive.RunAsync("retention", what, "--data", _archive.Data, "--at", "2026-10-31", "--json");
        Assert.True(answer.ExitCode == 0, answer.Error);
        return answer.Json;
    }
}
