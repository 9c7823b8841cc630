using System.Text.Json;
using Archive.Simulators.Corpus;
using Archive.Simulators.Slack;

namespace Archive.IntegrationTests.Cli;

public sealed class ConnectorTests : IDisposable
{
    private readonly ArchiveProcess _archive = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _archive.Dispose();

    [Fact]
    public async Task Says_step_by_step_whether_a_source_can_be_captured()
    {
        await using var simulator = await SlackSimulator.StartAsync(BankCorpusGenerator.Generate(200, 3), new SlackSimulatorOptions(), Stop);
        await MakeAsync(simulator.BaseAddress, SlackToken.Discovery.Value);

        var answer = await _archive.RunAsync("connector", "test", "harbor", "--data", _archive.Data, "--json");

        Assert.Equal(0, answer.ExitCode);
        Assert.True(answer.Json.GetProperty("good").GetBoolean());
        Assert.Equal(
            ["secret", "reach", "clock", "credentials", "scopes", "directory", "conversations"],
            answer.Json.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("step").GetString()));
    }

    [Fact]
    public async Task A_token_that_is_not_taken_and_a_source_that_is_not_there_fail_with_what_to_do()
    {
        await using var simulator = await SlackSimulator.StartAsync(BankCorpusGenerator.Generate(200, 3), new SlackSimulatorOptions(), Stop);
        await MakeAsync(simulator.BaseAddress, "xoxp-somebody-elses");

        var refused = await _archive.RunAsync("connector", "test", "harbor", "--data", _archive.Data);

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("The token is not valid.", refused.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("xoxp-", refused.Output + refused.Error, StringComparison.Ordinal);
        (await _archive.RunAsync("connector", "test", "teams", "--data", _archive.Data)).FailedWith(64, "There is no source 'teams'. Known sources: harbor.");
    }

    private async Task MakeAsync(Uri address, string token)
    {
        Directory.CreateDirectory(_archive.Data);
        await File.WriteAllTextAsync(Path.Combine(_archive.Data, "archive.json"), JsonSerializer.Serialize(new
        {
            Archive = new { Sources = new { harbor = new { Platform = "slack", Address = address, Token = token } } },
        }), Stop);
        Assert.Equal(0, (await _archive.RunAsync("migrate", "--data", _archive.Data)).ExitCode);
    }
}
