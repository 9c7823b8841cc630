using System.Text;
using Archive.Core.Search;
using Xunit;
using static Archive.Tests.Search.TemporaryIndex;

namespace Archive.Tests.Search;

public sealed class SqliteFtsDurabilityTests : IDisposable
{
    private readonly TemporaryIndex _fixture = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_crash_at_any_byte_of_the_log_leaves_whole_batches()
    {
        const int batches = 6;
        const int size = 40;
        for (var batch = 0; batch < batches; batch++)
        {
            await _fixture.ApplyAsync([.. Enumerable.Range((batch * size) + 1, size).Select(i => Document(i, $"alpha n{i}"))]);
        }

        var log = await ReadSharedAsync(_fixture.FilePath + "-wal");
        var seen = new HashSet<long>();
        for (var cut = 0; cut <= 60; cut++)
        {
            var copy = Path.Combine(_fixture.Folder, $"crash{cut}.db");
            await File.WriteAllBytesAsync(copy, await ReadSharedAsync(_fixture.FilePath), Token);
            await File.WriteAllBytesAsync(copy + "-wal", log[..(int)((long)log.Length * cut / 60)], Token);

            using var index = Open(copy);
            IndexAnswer answer;
            try
            {
                answer = await SearchAsync(index, "alpha");
            }
            catch (IndexUnavailableException) when (cut < 20)
            {
                continue; // cut before the tables were there
            }

            Assert.Equal(0, answer.State.Cursor % size);
            Assert.Equal(answer.State.Cursor, answer.State.Count);
            Assert.Equal(answer.State.Cursor, answer.Total);
            seen.Add(answer.State.Cursor);
        }

        Assert.Contains(batches * size, seen);
        Assert.True(seen.Count > 2, "The cuts should fall between several batches.");
    }

    [Fact]
    public async Task No_byte_of_a_removed_document_is_left_after_compaction()
    {
        string[] secrets = ["zebrasecret", "quaggahidden", "机密甲乙", "Removed Person", "U-GONE", "C-GONE"];
        var gone = Enumerable.Range(1, 300).Select(i => Document(i, $"zebrasecret quaggahidden{i} 机密甲乙 alpha", conversation: "C-GONE", sender: "U-GONE") with { SenderName = "Removed Person" }).ToArray();
        await _fixture.ApplyAsync(gone);
        await _fixture.ApplyAsync([.. Enumerable.Range(301, 300).Select(i => Document(i, $"alpha kept{i} 普通消息"))]);
        await _fixture.Index.RemoveAsync([Document(400, "alpha kept400 普通消息")], Token);
        var control = await ScanAsync("kept401");
        Assert.True(await ScanAsync("zebrasecret") > 0, "The scan must be able to find it.");
        Assert.True(await ScanAsync("Removed Person") > 0);

        await _fixture.Index.RemoveAsync(gone, Token);
        await _fixture.Index.ConfirmRemovalAsync([.. gone.Select(document => document.Sequence)], Token);
        await _fixture.Index.CompactAsync(Token);

        Assert.All(secrets, secret => Assert.Equal(0, ScanAsync(secret).Result));
        Assert.True(control >= 0);
        Assert.Equal(0, new FileInfo(_fixture.FilePath + "-wal").Length);
        Assert.Equal(299, (await SearchAsync(_fixture.Index, "alpha")).Total);
        Assert.Equal(299, (await SearchAsync(_fixture.Index, "普通")).Total);
    }

    [Fact]
    public async Task Says_so_when_the_file_is_something_else_and_reset_replaces_it()
    {
        await File.WriteAllTextAsync(_fixture.FilePath, string.Concat(Enumerable.Repeat("not a database ", 1_000)), Token);

        var exception = Assert.Throws<IndexUnavailableException>(() => _fixture.ReadState());
        Assert.Contains("not a search index", exception.Message, StringComparison.Ordinal);

        await _fixture.Index.ResetAsync(Token);
        await _fixture.ApplyAsync(Document(1, "alpha"));
        Assert.Equal([1], await _fixture.FindAsync("alpha"));
    }

    [Fact]
    public async Task Says_so_when_the_file_is_damaged()
    {
        await _fixture.ApplyAsync([.. Enumerable.Range(1, 2_000).Select(i => Document(i, $"alpha n{i}"))]);
        await _fixture.Index.CompactAsync(Token);
        _fixture.Index.Dispose();
        var bytes = await File.ReadAllBytesAsync(_fixture.FilePath, Token);
        Array.Fill(bytes, (byte)0xAB, 8_192, bytes.Length - 8_192);
        await File.WriteAllBytesAsync(_fixture.FilePath, bytes, Token);

        using var index = Open(_fixture.FilePath);

        var exception = await Assert.ThrowsAsync<IndexUnavailableException>(() => index.ReadStateAsync(Token).AsTask());
        Assert.Contains("Rebuild", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Searches_beside_the_writer_see_whole_batches()
    {
        const int size = 25;
        var writing = Task.Run(
            async () =>
            {
                for (var batch = 0; batch < 60; batch++)
                {
                    await _fixture.ApplyAsync([.. Enumerable.Range((batch * size) + 1, size).Select(i => Document(i, i % 5 == 0 ? "alpha five" : "alpha"))]);
                }
            },
            Token);

        var searches = 0;
        while (!writing.IsCompleted || searches < 20)
        {
            var all = (await SearchAsync(_fixture.Index, "alpha")).Total;
            var others = (await SearchAsync(_fixture.Index, "alpha NOT (five OR from:nobody)")).Total;
            Assert.Equal(0, all % size);
            Assert.Equal(0, others % (size * 4 / 5));
            Assert.True(others * 5 >= all * 4, "A later search saw less than an earlier one.");
            searches++;
        }

        await writing;
        Assert.Equal(60 * size, (await SearchAsync(_fixture.Index, "alpha")).Total);
    }

    [Fact]
    public async Task Two_open_indexes_on_one_file_see_each_others_commits()
    {
        await _fixture.ApplyAsync(Document(1, "alpha"));
        using var other = Open(_fixture.FilePath);
        Assert.Equal(1, (await SearchAsync(other, "alpha")).Total);

        await _fixture.ApplyAsync(Document(2, "alpha", sender: "U2"));
        Assert.Equal(2, (await SearchAsync(other, "alpha")).Total);
        await other.ApplyAsync([Document(3, "alpha", sender: "U3")], 3, Token);

        Assert.Equal([2, 3], await _fixture.FindAsync("alpha NOT from:U1"));
    }

    public void Dispose() => _fixture.Dispose();

    private static async Task<byte[]> ReadSharedAsync(string path)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Token);
        return copy.ToArray();
    }

    private async Task<int> ScanAsync(string text)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        var found = 0;
        foreach (var file in Directory.GetFiles(_fixture.Folder))
        {
            found += (await ReadSharedAsync(file)).AsSpan().IndexOf(wanted) >= 0 ? 1 : 0;
        }

        return found;
    }
}
