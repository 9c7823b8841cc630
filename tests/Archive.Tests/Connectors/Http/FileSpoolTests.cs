using System.Security.Cryptography;
using Archive.Connectors.Http;

namespace Archive.Tests.Connectors.Http;

public sealed class FileSpoolTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(FileSpool.MostInMemory)]
    [InlineData(FileSpool.MostInMemory + 1)]
    [InlineData((3 * FileSpool.MostInMemory) + 17)]
    public async Task Gives_back_what_was_written_more_than_once_with_its_hash(int length)
    {
        var bytes = Bytes(length);

        using var file = await SpoolAsync(bytes);

        Assert.Equal((length, Convert.ToHexStringLower(SHA256.HashData(bytes))), (file.Length, file.Sha256));
        Assert.Equal(bytes, file.Read());
        Assert.Equal(bytes, file.Read());
    }

    [Fact]
    public async Task Refuses_a_byte_too_many()
    {
        using var spool = new FileSpool(10);
        await spool.WriteAsync(Bytes(10), Stop);

        await Assert.ThrowsAsync<AnswerTooLargeException>(async () => await spool.WriteAsync(Bytes(1), Stop));
    }

    [Fact]
    public async Task Reads_of_several_threads_do_not_disturb_each_other()
    {
        var bytes = Bytes(2 * FileSpool.MostInMemory);
        using var file = await SpoolAsync(bytes);

        var read = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(file.Read, Stop)));

        Assert.All(read, r => Assert.Equal(bytes, r));
    }

    /// <summary>What a person wrote lies nowhere but sealed, and nothing is left when the process is killed.</summary>
    [Fact]
    public async Task Leaves_no_file_with_a_name_and_nothing_readable()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only there the bytes of a file without a name can be looked at.");
        var text = new byte[4 * FileSpool.MostInMemory];
        "the secret sentence "u8.CopyTo(text);
        for (var at = 20; at < text.Length; at += 20)
        {
            text.AsSpan(0, Math.Min(20, text.Length - at)).CopyTo(text.AsSpan(at));
        }

        using var file = await SpoolAsync(text);

        var open = Directory.GetFiles("/proc/self/fd").Select(ReadNameless).OfType<byte[]>().ToList();
        Assert.NotEmpty(open);
        Assert.All(open, bytes => Assert.Equal(-1, bytes.AsSpan().IndexOf("secret"u8)));
        Assert.Equal(text, file.Read());
    }

    [Fact]
    public async Task Is_gone_after_it_was_disposed_of()
    {
        var file = await SpoolAsync(Bytes(2 * FileSpool.MostInMemory));

        file.Dispose();
        file.Dispose();

        Assert.Throws<ObjectDisposedException>(file.Read);
    }

    /// <returns>Null for what is no such file, or was closed meanwhile: other tests have files open, too.</returns>
    private static byte[]? ReadNameless(string descriptor)
    {
        try
        {
            if (File.ResolveLinkTarget(descriptor, false)?.FullName is not { } target || !target.Contains("/archive-") || !target.EndsWith("(deleted)", StringComparison.Ordinal))
            {
                return null;
            }

            using var stream = new FileStream(descriptor, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or NotSupportedException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static async Task<Archive.Core.Connectors.FileBytes> SpoolAsync(byte[] bytes)
    {
        using var spool = new FileSpool(bytes.Length);
        for (var at = 0; at < bytes.Length; at += 70_000)
        {
            await spool.WriteAsync(bytes.AsMemory(at, Math.Min(70_000, bytes.Length - at)), Stop);
        }

        return spool.Complete();
    }
}
