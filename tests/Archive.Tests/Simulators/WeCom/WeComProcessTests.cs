using Archive.Simulators.WeCom.Faults;
using Archive.Simulators.WeCom.Sdk;
using Archive.Tests.Simulators.Slack;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Archive.Tests.Simulators.WeCom;

/// <summary>The frames of the child process, and how it lives and dies.</summary>
public sealed class WeComProcessTests : WeComSimulatorTests
{
    [Fact]
    public async Task Writes_length_and_sum_before_the_body_little_endian()
    {
        using var stream = new MemoryStream();
        await Frames.WriteAsync(stream, "123456789"u8.ToArray(), Token);

        // CBF43926 is the check value of CRC-32/ISO-HDLC.
        Assert.Equal([9, 0, 0, 0, 0x26, 0x39, 0xF4, 0xCB, .. "123456789"u8], stream.ToArray());
        Assert.Equal([2, 3, 0, 0, 0, 0, 0, 0, 0, 0xE8, 3, 0, 0], new FieldWriter().Byte(2).UInt64(3).UInt32(1_000).Body.ToArray());
        Assert.Equal([4, 0xFF, 0xFF, 0xFF, 0xFF, 2, 0, 0, 0, 0xC3, 0xA9, 1, 1, 0, 0, 0, 7], SdkReply.Media(-1, "é", true, [7]).Body.ToArray());
    }

    [Theory]
    [InlineData(new byte[] { 9 })]
    [InlineData(new byte[] { 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 2, 0, 0, 0 })]
    [InlineData(new byte[] { 3, 1, 0, 0, 0, 255, 255, 255, 255 })]
    [InlineData(new byte[] { 3, 0, 0, 0, 0, 77 })]
    public async Task Fails_by_reason_3_for_what_it_does_not_understand_and_ends(byte[] body)
    {
        // An unknown kind, a call before the library is opened, another version, a field beyond its body, something after the last field.
        var parent = Parent(await StartAsync());
        await Frames.WriteAsync(parent.Requests, body, Token);

        var answer = await parent.NextAsync(Token);

        Assert.NotNull(answer);
        Assert.Equal([255, 3], answer[..2]);
        Assert.Null(await parent.NextAsync(Token));
        await parent.Life.WaitAsync(TimeSpan.FromSeconds(5), Token);
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 0, 0, 1, 2, 3, 4, 2 })]
    [InlineData(new byte[] { 1, 0, 0, 8, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0 })]
    public async Task Fails_by_reason_3_for_a_damaged_or_endless_frame(byte[] frame)
    {
        var parent = Parent(await StartAsync());
        await parent.Requests.WriteAsync(frame, Token);

        var answer = await parent.NextAsync(Token);

        Assert.NotNull(answer);
        Assert.Equal([255, 3], answer[..2]);
    }

    [Fact]
    public async Task Ends_with_its_request_stream_and_closes_its_answers()
    {
        var parent = Parent(await StartAsync());
        await parent.OpenAsync(Token);
        await parent.CloseAsync();

        Assert.Null(await parent.NextAsync(Token));
        await parent.Life.WaitAsync(TimeSpan.FromSeconds(5), Token);
    }

    [Fact]
    public async Task Beats_every_second_from_the_start_also_while_a_call_hangs()
    {
        var time = new FakeTimeProvider(SampleCorpus.Today);
        var simulator = await StartAsync(o => (o.Time, o.SdkFaults) = (time, FaultSchedule.At(new Dictionary<int, FaultKind> { [1] = FaultKind.SdkHang })));
        var parent = Parent(simulator);
        await parent.OpenAsync(Token);
        await parent.SendAsync(new FieldWriter().Byte(2).UInt64(0).UInt32(10), Token);
        while (!simulator.FaultCounts.ContainsKey(FaultKind.SdkHang))
        {
            await Task.Delay(5, Token);
        }

        Assert.Equal(1, parent.Heartbeats);
        for (var second = 0; second < 3; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            var beat = await Frames.ReadAsync(parent.Answers, Token);
            Assert.NotNull(beat);
            Assert.Equal(0, beat[0]);
        }

        Assert.False(parent.Life.IsCompleted);
        await parent.CloseAsync();
        Assert.Null(await parent.NextAsync(Token));
    }

    [Fact]
    public async Task Crashes_without_an_answer_and_lives_again_in_the_next_process()
    {
        var simulator = await StartAsync(o => o.SdkFaults = FaultSchedule.At(new Dictionary<int, FaultKind> { [2] = FaultKind.SdkCrash }));
        var parent = Parent(simulator);
        await parent.OpenAsync(Token);
        Assert.Equal(0, (await parent.ReadChatAsync(0, 10, Token)).Code);

        await Assert.ThrowsAsync<EndOfStreamException>(() => parent.ReadChatAsync(0, 10, Token));
        await parent.Life.WaitAsync(TimeSpan.FromSeconds(5), Token);

        var next = Parent(simulator);
        await next.OpenAsync(Token);
        Assert.Equal(0, (await next.ReadChatAsync(0, 10, Token)).Code);
        Assert.Equal(2, simulator.RequestCounts["Init"]);
        Assert.Equal(1, simulator.FaultCounts[FaultKind.SdkCrash]);
    }

    [Fact]
    public async Task Puts_garbage_between_its_answers()
    {
        var simulator = await StartAsync(o => o.SdkFaults = FaultSchedule.At(new Dictionary<int, FaultKind> { [1] = FaultKind.SdkGarbage }));
        var parent = Parent(simulator);
        await parent.OpenAsync(Token);

        await Assert.ThrowsAsync<FrameException>(() => parent.ReadChatAsync(0, 10, Token));
    }

    [Fact]
    public async Task Grows_by_what_it_leaks()
    {
        var time = new FakeTimeProvider(SampleCorpus.Today);
        var simulator = await StartAsync(o =>
        {
            o.SdkFaults = FaultSchedule.At(new Dictionary<int, FaultKind> { [1] = FaultKind.SdkLeak, [2] = FaultKind.SdkLeak });
            o.LeakBytes = 1_000_000_000;
            o.Time = time;
        });
        var parent = Parent(simulator);
        await parent.OpenAsync(Token);
        var fresh = parent.WorkingSet;

        Assert.Equal(0, (await parent.ReadChatAsync(0, 10, Token)).Code);
        Assert.Equal(0, (await parent.ReadChatAsync(0, 10, Token)).Code);
        time.Advance(TimeSpan.FromSeconds(1));
        var beat = await Frames.ReadAsync(parent.Answers, Token);

        Assert.NotNull(beat);
        Assert.Equal(2_000_000_000UL, BitConverter.ToUInt64(beat, 1) - fresh);
    }

    [Fact]
    public async Task Dies_when_it_is_killed()
    {
        var parent = Parent(await StartAsync());
        await parent.OpenAsync(Token);

        await parent.KillAsync();

        Assert.True(parent.Life.IsCanceled);
    }
}
