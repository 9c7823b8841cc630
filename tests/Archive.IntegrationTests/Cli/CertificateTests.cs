using Xunit;

namespace Archive.IntegrationTests.Cli;

public sealed class CertificateTests : IDisposable
{
    private readonly ArchiveProcess _archive = new();

    public void Dispose() => _archive.Dispose();

    [Fact]
    public async Task An_empty_answer_is_certified_checked_and_refused_once_it_was_changed()
    {
        await _archive.ImportAsync();
        var file = Path.Combine(_archive.Data, "answer.txt");

        var issued = await _archive.RunAsync("search", "--data", _archive.Data, "--purpose", "case 17", "--json", "--certificate", file, "zzznothing");
        var again = await _archive.RunAsync("search", "--data", _archive.Data, "--purpose", "case 17", "--certificate", file, "zzznothing");
        var intact = await _archive.RunAsync("verify", "--data", _archive.Data, "--certificate", file, "--json");
        var note = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, note.Replace("total 0", "total 1", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var altered = await _archive.RunAsync("verify", "--data", _archive.Data, "--certificate", file, "--json");
        var missing = await _archive.RunAsync("verify", "--data", _archive.Data, "--certificate", file + ".no", "--json");
        var key = await _archive.RunAsync("verify", "--data", _archive.Data, "--certificate", file, "--key", "nonsense");

        Assert.Equal((0, 0), (issued.ExitCode, issued.Json.GetProperty("total").GetInt64()));
        Assert.Equal(64, again.ExitCode);
        Assert.Equal((0, "intact"), (intact.ExitCode, intact.Json.GetProperty("result").GetString()));
        Assert.Equal((1, "altered"), (altered.ExitCode, altered.Json.GetProperty("result").GetString()));
        Assert.Equal((2, "unreadable"), (missing.ExitCode, missing.Json.GetProperty("result").GetString()));
        Assert.Equal(64, key.ExitCode);
    }
}
