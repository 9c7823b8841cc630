using Archive.Connectors.Http;

namespace Archive.Tests.Connectors.Http;

public sealed class BoundedBodyTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 10)]
    [InlineData(1, 1)]
    [InlineData(16 * 1024, 16 * 1024)]
    [InlineData((16 * 1024) + 1, 1_000_000)]
    [InlineData(100_000, 100_000)]
    public async Task Is_read_whole_up_to_its_limit_announced_or_not(int length, int limit)
    {
        var body = new byte[length];
        new Random(length).NextBytes(body);

        Assert.Equal(body, await BoundedBody.ReadAsync(new ByteArrayContent(body), limit, Stop));
        Assert.Equal(body, await BoundedBody.ReadAsync(new StreamContent(new Slow(body)), limit, Stop));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(11, 10)]
    [InlineData(16 * 1024 + 1, 16 * 1024)]
    public async Task Is_refused_over_its_limit_announced_or_not(int length, int limit)
    {
        await Assert.ThrowsAsync<AnswerTooLargeException>(() => BoundedBody.ReadAsync(new ByteArrayContent(new byte[length]), limit, Stop));
        await Assert.ThrowsAsync<AnswerTooLargeException>(() => BoundedBody.ReadAsync(new StreamContent(new Slow(new byte[length])), limit, Stop));
    }

    [Fact]
    public async Task Is_broken_when_it_is_shorter_than_announced()
    {
        using var content = new StreamContent(new Slow(new byte[9]));
        content.Headers.ContentLength = 10;

        await Assert.ThrowsAsync<BrokenAnswerException>(() => BoundedBody.ReadAsync(content, 100, Stop));
    }

    /// <summary>What is in memory is the same each time.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_large_file_is_not_held_in_memory(bool announced)
    {
        var bytes = new byte[(2 * FileSpool.MostInMemory) + 1];
        new Random(1).NextBytes(bytes);
        using var content = new StreamContent(new Slow(bytes));
        content.Headers.ContentLength = announced ? bytes.Length : null;

        using var file = await BoundedBody.ReadFileAsync(content, bytes.Length, Stop);

        Assert.Equal(bytes, file.Read());
        Assert.NotSame(file.Read(), file.Read());
    }

    [Theory]
    [InlineData(9, 10, typeof(BrokenAnswerException))]
    [InlineData(101, 101, typeof(AnswerTooLargeException))]
    [InlineData(101, null, typeof(AnswerTooLargeException))]
    public async Task A_file_that_is_cut_or_too_large_is_none(int length, int? announced, Type failure)
    {
        using var content = new StreamContent(new Slow(new byte[length]));
        content.Headers.ContentLength = announced;

        await Assert.ThrowsAsync(failure, () => BoundedBody.ReadFileAsync(content, 100, Stop));
    }

    /// <summary>A stream without a length.</summary>
    private sealed class Slow(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
