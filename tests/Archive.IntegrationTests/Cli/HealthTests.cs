using Archive.IntegrationTests.Web;

namespace Archive.IntegrationTests.Cli;

/// <summary>The health check of a container.</summary>
public sealed class HealthTests(WebFixture fixture) : IClassFixture<WebFixture>, IDisposable
{
    private readonly ArchiveProcess _archive = new();

    public void Dispose() => _archive.Dispose();

    [Theory]
    [InlineData("/health/live", 0)]
    [InlineData("/health/ready", 0)]
    [InlineData("/nowhere", 1)]
    [InlineData("/search", 1)]
    public async Task The_exit_code_says_whether_the_archive_is_well(string path, int expected)
    {
        var answer = await _archive.RunAsync("health", "--url", new Uri(fixture.Address, path).ToString());

        Assert.Equal((expected, ""), (answer.ExitCode, answer.Error));
    }

    [Fact]
    public async Task Nobody_there_is_not_well_and_no_address_is_a_usage_error()
    {
        (await _archive.RunAsync("health", "--url", "http://127.0.0.1:9/health/ready")).FailedWith(1, "cannot be reached (ConnectionError)");
        (await _archive.RunAsync("health", "--url", "/health/ready")).FailedWith(64, "'/health/ready' is not an address");
    }
}
