using System.Text.Json;

namespace Archive.IntegrationTests.Cli;

/// <summary>The log of a command is what the settings say, on standard error.</summary>
public sealed class LogFormatTests : IDisposable
{
    private readonly ArchiveProcess _archive = new();

    public void Dispose() => _archive.Dispose();

    [Fact]
    public async Task Writes_lines_of_json_that_name_the_run_when_asked_for_them()
    {
        await _archive.ImportAsync();
        Configure("json", """, "Sources": { "desk": { "Platform": "slack" } }""");

        var answer = await _archive.RunAsync("pull", "--data", _archive.Data, "--verbose");

        Assert.Equal(1, answer.ExitCode);
        var log = answer.Error.Split('\n').Where(l => l.StartsWith('{')).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.All(log, l => Assert.EndsWith("Z", l.GetProperty("Timestamp").GetString(), StringComparison.Ordinal));
        var failed = log.Single(l => l.GetProperty("EventId").GetInt32() == 5002);
        Assert.Contains(failed.GetProperty("Scopes").EnumerateArray(), s => s.GetProperty("Source").GetString() == "desk");
    }

    [Fact]
    public async Task Refuses_a_format_it_does_not_know()
    {
        await _archive.ImportAsync();
        Configure("xml", "");

        (await _archive.RunAsync("stats", "--data", _archive.Data)).FailedWith(2, "Archive:Logging:Format \"xml\" is not known. Known formats: text, json.");
    }

    private void Configure(string format, string more) => File.WriteAllText(
        Path.Combine(_archive.Data, "archive.json"), $$"""{ "Archive": { "Logging": { "Format": "{{format}}" } {{more}} } }""");
}
