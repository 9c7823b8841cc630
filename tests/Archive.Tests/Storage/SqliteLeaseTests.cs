using Archive.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Archive.Tests.Storage;

public sealed class SqliteLeaseTests : LeaseContract, IDisposable
{
    private readonly ArchiveFixture _fixture = new();

    public SqliteLeaseTests() => _fixture.Open();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected override ILeases One => _fixture.Services.GetRequiredService<ILeases>();

    protected override ILeases Other => One; // one process alone has the folder

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task A_process_that_starts_finds_what_a_dead_one_held_free()
    {
        var before = await One.TryTakeAsync("verify", TimeSpan.FromHours(1), Token);
        _fixture.Close();

        var after = await One.TryTakeAsync("verify", TimeSpan.FromHours(1), Token);

        Assert.Equal(before!.Fence + 1, after?.Fence); // nobody had it before
    }

    [Fact]
    public async Task A_page_under_an_older_fence_changes_nothing()
    {
        var first = (await One.TryTakeAsync("pull:slack", TimeSpan.FromMinutes(1), Token))!; // nobody has it
        await One.ReleaseAsync(first, Token);
        var second = await One.TryTakeAsync("pull:slack", TimeSpan.FromMinutes(1), Token);
        var page = ArchiveFixture.Page([ArchiveFixture.Item("m1", "hello")], cursor: new Dictionary<string, string?> { ["C1"] = "1" });

        await Assert.ThrowsAsync<LeaseLostException>(() => _fixture.Records.AppendAsync(page with { Lease = first }, Token));
        var nothing = await _fixture.Records.ReadStatisticsAsync(Token);
        var result = await _fixture.Records.AppendAsync(page with { Lease = second }, Token);

        Assert.Equal((0, 0), (nothing.Records, nothing.Received));
        Assert.Single(result.Records);
        Assert.Equal(Core.Evidence.VerificationResult.Intact, (await _fixture.VerifyAsync(Token)).Result);
    }
}
