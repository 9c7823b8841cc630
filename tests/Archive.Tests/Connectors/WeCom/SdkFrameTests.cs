using Archive.Connectors.WeCom.Sdk;

namespace Archive.Tests.Connectors.WeCom;

public sealed class SdkFrameTests
{
    [Fact]
    public void The_check_is_that_of_zip_and_PNG() => Assert.Equal(0xCBF43926u, Crc32.Of("123456789"u8));

    [Fact]
    public void Fields_come_back_as_they_were_written()
    {
        var stream = new MemoryStream();
        var written = new SdkFieldWriter(7).Number(-5).Number(uint.MaxValue).Number(ulong.MaxValue).Number((byte)9).Text("企业微信").Bytes([1, 2, 3]);
        SdkFrame.Write(stream, written.ToBody());
        stream.Position = 0;

        var read = new SdkFieldReader(SdkFrame.Read(stream)!).Begin();

        Assert.Equal((7, -5, uint.MaxValue, ulong.MaxValue, 9, "企业微信"), ((int)read.Kind, read.Int32(), read.UInt32(), read.UInt64(), (int)read.Byte(), read.Text()));
        Assert.Equal([1, 2, 3], read.Bytes());
        read.End();
        Assert.Null(SdkFrame.Read(stream));
    }

    /// <summary>Whatever a broken child writes: a frame, the end, or a clear refusal.</summary>
    [Fact]
    public void Garbage_is_refused_and_never_taken_for_a_frame()
    {
        var random = new Random(5);
        var refused = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var stream = new MemoryStream();
            SdkFrame.Write(stream, new SdkFieldWriter(2).Number(0).Bytes(new byte[random.Next(64)]).ToBody());
            var bytes = stream.ToArray();
            var body = bytes[8..];
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
            }

            try
            {
                var read = SdkFrame.Read(new MemoryStream(bytes[..random.Next(bytes.Length + 1)]));
                Assert.True(read is null || read.SequenceEqual(body));
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.True(refused > 15_000);
    }

    [Fact]
    public void A_body_with_less_or_more_than_its_fields_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => new SdkFieldReader([1, 0, 0]).Begin().Int32());
        Assert.Throws<InvalidDataException>(() => new SdkFieldReader([1, 255, 255, 255, 255]).Begin().Bytes());
        Assert.Throws<InvalidDataException>(() => new SdkFieldReader([1, 9]).Begin().End());
    }
}
