using System.Text;
using System.Text.Json;
using Archive.Simulators.WeCom;
using Archive.Simulators.WeCom.Faults;
using Xunit;

namespace Archive.Tests.Simulators.WeCom;

public sealed class FakeFinanceLibraryTests(CompiledLibrary compiled) : WeComSimulatorTests, IClassFixture<CompiledLibrary>
{
    private const int Aborted = 128 + 6;
    private const int Segfault = 128 + 11;

    private string Library
    {
        get
        {
            Assert.SkipWhen(compiled.Library is null, "There is no gcc on this machine to make the fake library with.");
            return compiled.Library;
        }
    }

    [Fact]
    public void Exports_exactly_the_seventeen_functions()
    {
        var exported = ElfExports.FunctionsOf(Library);

        Assert.Equal(17, exported.Count);
        Assert.Equal(FakeFinanceLibrary.Functions.Order(StringComparer.Ordinal), exported.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Gives_out_what_the_child_process_without_a_library_does()
    {
        var simulator = await StartAsync(o => (o.ExtraOneIn, o.ControlOneIn) = (3, 4));
        var parent = Parent(simulator);
        await parent.OpenAsync(Token);
        var expected = await parent.PullAsync(Token);
        using var sdk = new NativeSdk(Library, simulator.NativeProxy);
        Assert.Equal(0, Init(sdk));

        var pulled = new List<(ulong Seq, byte[] Json)>();
        while (true)
        {
            var (code, json) = sdk.GetChatData(pulled.Count == 0 ? 0 : pulled[^1].Seq, 7);
            Assert.Equal(0, code);
            using var page = JsonDocument.Parse(json);
            foreach (var item in page.RootElement.GetProperty("chatdata").EnumerateArray())
            {
                var (decrypted, text) = sdk.DecryptData(parent.ContentKey(item), item.GetProperty("encrypt_chat_msg").GetString()!);
                Assert.Equal(0, decrypted);
                pulled.Add((item.GetProperty("seq").GetUInt64(), text));
            }

            if (page.RootElement.GetProperty("chatdata").GetArrayLength() == 0)
            {
                break;
            }
        }

        Assert.Equal(expected.Select(m => m.Seq), pulled.Select(m => m.Seq));
        Assert.All(expected.Zip(pulled), p => Assert.Equal(p.First.Raw, p.Second.Json));
        Assert.Equal([1, 0, 0], sdk.Live);
        Assert.Equal(new NativeObjects(1, 1, 0), simulator.NativeLive);
        Assert.Equal(2, simulator.RequestCounts["Init"]);
    }

    [Fact]
    public async Task Refuses_what_the_platform_refuses_by_return_code()
    {
        var simulator = await StartAsync();
        using var sdk = new NativeSdk(Library, simulator.NativeProxy);

        Assert.Equal(10000, sdk.GetChatData(0, 10).Code);
        Assert.Equal(10000, sdk.Init("", "secret"));
        Assert.Equal(0, sdk.Init(new WeComSimulatorOptions().CorpId, "wrong"));
        Assert.Equal(10000, sdk.GetChatData(0, 10).Code);
        Assert.Equal(0, sdk.Init(new WeComSimulatorOptions().CorpId, new WeComSimulatorOptions().AppSecret));
        Assert.Contains("48002", Encoding.UTF8.GetString(sdk.GetChatData(0, 10).Json), StringComparison.Ordinal);
        Assert.Equal(0, Init(sdk));
        Assert.Equal(10000, sdk.GetChatData(0, 1_001).Code);
        Assert.Equal(10005, sdk.GetMediaData("", "unknown").Code);
        Assert.Equal(10000, sdk.GetMediaData("", "").Code);
        Assert.Equal(10000, sdk.DecryptData("", "x").Code);
        Assert.Equal(10006, sdk.DecryptData("key", "AAAAAAAAAAAAAAAAAAAA").Code);
        Assert.Equal(10006, sdk.DecryptData("key", "not base64").Code);
        using var nowhere = new NativeSdk(Library, "http://127.0.0.1:1");
        Init(nowhere);
        Assert.Equal(10001, nowhere.GetChatData(0, 10).Code);
    }

    [Fact]
    public async Task Hands_out_files_in_chunks()
    {
        var simulator = await StartAsync(o => o.ChunkBytes = 2_000);
        using var sdk = new NativeSdk(Library, simulator.NativeProxy);
        Init(sdk);
        var file = Sample.File("plain");
        var (data, index, finished) = (new List<byte>(), "", false);

        while (!finished)
        {
            var chunk = sdk.GetMediaData(index, WeComSimulator.FileIdOf(file));
            Assert.Equal(0, chunk.Code);
            data.AddRange(chunk.Data);
            (index, finished) = (chunk.Next, chunk.Finished);
        }

        Assert.Equal(file.Content, data);
        Assert.Equal(3, simulator.RequestCounts["GetMediaData"]);
        Assert.Equal([1, 0, 0], sdk.Live);
    }

    [Fact]
    public async Task Asks_before_it_decrypts_only_where_a_fault_may_be_due()
    {
        var simulator = await StartAsync(o => o.DecryptFaults = FaultSchedule.At(new Dictionary<int, FaultKind> { [2] = FaultKind.SdkDecrypt }));
        using var sdk = new NativeSdk(Library, simulator.NativeProxy);
        Init(sdk);
        using var page = JsonDocument.Parse(sdk.GetChatData(0, 1).Json);
        var item = page.RootElement.GetProperty("chatdata")[0];
        var (key, message) = (Parent(simulator).ContentKey(item), item.GetProperty("encrypt_chat_msg").GetString()!);

        var first = sdk.DecryptData(key, message);
        Assert.Equal(10008, sdk.DecryptData(key, message).Code);
        Assert.Equal(first.Json, sdk.DecryptData(key, message).Json);
        Assert.Equal(3, simulator.RequestCounts["DecryptData"]);
    }

    [Theory]
    [InlineData(FaultKind.SdkCrash, Segfault)]
    [InlineData(FaultKind.SdkHang, null)]
    [InlineData(FaultKind.SdkGarbage, 0)]
    [InlineData(FaultKind.SdkLeak, 0)]
    [InlineData(FaultKind.SdkNetwork, 0)]
    public async Task Misbehaves_on_schedule(FaultKind kind, int? exit)
    {
        _ = Library;
        var simulator = await StartAsync(o => o.SdkFaults = FaultSchedule.At(new Dictionary<int, FaultKind> { [1] = kind }));
        var hangs = kind == FaultKind.SdkHang ? UntilCountedAsync(simulator, kind) : null;

        var (code, output, errors) = await compiled.RunAsync(simulator, "once", Token, hangs);

        Assert.Equal(exit, code);
        Assert.Equal(1, simulator.FaultCounts[kind]);
        Assert.Equal(kind == FaultKind.SdkGarbage, output.Length > 0);
        Assert.Equal(kind == FaultKind.SdkNetwork, errors.Contains("code=10001", StringComparison.Ordinal));
        Assert.Equal(kind == FaultKind.SdkLeak, GrownBy(errors) > 60_000_000);
    }

    private static async Task UntilCountedAsync(WeComSimulator simulator, FaultKind kind)
    {
        while (!simulator.FaultCounts.ContainsKey(kind))
        {
            await Task.Delay(10, Token);
        }
    }

    [Theory]
    [InlineData("twice", "freed that is not alive")]
    [InlineData("dead", "used that is not alive")]
    [InlineData("reuse", "used for a second call")]
    public async Task Stops_a_caller_who_is_wrong(string mode, string why)
    {
        _ = Library;

        var (code, _, errors) = await compiled.RunAsync(await StartAsync(), mode, Token);

        Assert.Equal(Aborted, code);
        Assert.Contains(why, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stops_two_threads_that_share_a_handle()
    {
        _ = Library;

        // The second call hangs, so that the third finds the handle in use.
        var simulator = await StartAsync(o => o.SdkFaults = FaultSchedule.At(new Dictionary<int, FaultKind> { [2] = FaultKind.SdkHang }));
        var (code, _, errors) = await compiled.RunAsync(simulator, "share", Token);

        Assert.Equal(Aborted, code);
        Assert.Contains("two threads", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_the_simulator_what_its_caller_has_forgotten_to_free()
    {
        _ = Library;
        var simulator = await StartAsync();

        Assert.Equal(0, (await compiled.RunAsync(simulator, "once", Token)).Code);
        Assert.Equal(new NativeObjects(1, 1, 0), simulator.NativeLive);
        Assert.Equal(0, (await compiled.RunAsync(simulator, "forget", Token)).Code);
        Assert.Equal(new NativeObjects(1, 2, 0), simulator.NativeLive);
    }

    private static int Init(NativeSdk sdk) => sdk.Init(new WeComSimulatorOptions().CorpId, new WeComSimulatorOptions().ArchiveSecret);

    private static long GrownBy(string errors) =>
        errors.Split('\n').FirstOrDefault(l => l.StartsWith("grown=", StringComparison.Ordinal)) is { } line ? long.Parse(line[6..]) : 0;
}
