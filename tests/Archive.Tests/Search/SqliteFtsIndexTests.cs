using Archive.Core.Search;
using Archive.Search.SqliteFts;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Archive.Tests.Search.TemporaryIndex;

namespace Archive.Tests.Search;

/// <summary>What only the embedded index does; what every index does stands in the contract beside the integration tests.</summary>
public sealed class SqliteFtsIndexTests : IDisposable
{
    private readonly TemporaryIndex _fixture = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refuses_to_remove_with_another_text_and_changes_nothing()
    {
        await _fixture.ApplyAsync(Document(1, "alpha beta"), Document(2, "alpha"));

        await Assert.ThrowsAsync<ArgumentException>(() => _fixture.Index.RemoveAsync([Document(2, "alpha"), Document(1, "alpha")], Token));

        Assert.Equal([1, 2], await _fixture.FindAsync("alpha"));
        Assert.Equal([1, 2], await _fixture.FindAsync("NOT omega"));
        await _fixture.ApplyAsync(Document(3, "alpha"));
        Assert.Equal([1, 2, 3], await _fixture.FindAsync("alpha"));
        Assert.Empty(await _fixture.Index.ReadPendingRemovalsAsync(Token));
    }

    [Fact]
    public async Task Registration_opens_nothing_before_the_first_use()
    {
        var path = Path.Combine(_fixture.Folder, "later", "index.db");
        using var services = new ServiceCollection().AddSqliteFtsIndex(path).BuildServiceProvider();

        var index = services.GetRequiredService<ISearchIndex>();

        Assert.False(File.Exists(path));
        var state = await index.ReadStateAsync(Token);
        Assert.Equal(("han-pair-2/1", 0), (state.Generation, state.Count));
        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task Reset_starts_a_new_generation_at_once()
    {
        await _fixture.ApplyAsync(Document(1, "alpha"), Document(2, "beta"));
        var generation = _fixture.ReadState().Generation;

        await _fixture.Index.ResetAsync(Token);

        Assert.Equal((0, 0), (_fixture.ReadState().Cursor, _fixture.ReadState().Count));
        Assert.NotEqual(generation, _fixture.ReadState().Generation);
        Assert.Empty(await _fixture.FindAsync("alpha"));
        await _fixture.ApplyAsync(Document(1, "gamma"));
        Assert.Equal([1], await _fixture.FindAsync("gamma"));
        Assert.Empty(await _fixture.FindAsync("alpha"));
    }

    public void Dispose() => _fixture.Dispose();
}
