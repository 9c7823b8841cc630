using Archive.Connectors.WeCom;
using Archive.Connectors.WeCom.Sdk;
using Archive.Core.Connectors;
using Archive.Core.Consent;
using Archive.Core.Messages;
using Archive.Simulators.WeCom;
using Archive.Simulators.WeCom.Faults;
using Archive.Tests.Simulators.Slack;

namespace Archive.Tests.Connectors.WeCom;

/// <summary>What a run does with keys, files, refusals and a child that misbehaves.</summary>
public sealed class WeComRunTests
{
    private static readonly SampleCorpus Sample = new();
    private static readonly WeComKey First = WeComKey.Generate(1, DateTimeOffset.MinValue);
    private static readonly WeComKey Second = WeComKey.Generate(2, SampleCorpus.Start.AddHours(2));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_key_version_stops_before_its_first_message_and_goes_on_once_the_key_is_there()
    {
        await using var platform = await StartAsync(o => o.Keys = [First, Second]);
        var run = new ReadRun();

        var failure = await GoAsync(platform, run, o => o.PrivateKeys.Remove(2));

        Assert.Equal(ConnectorFailure.Unauthorized, Assert.IsType<ConnectorException>(failure).Kind);
        Assert.Contains("sealed for key version 2", failure.Message, StringComparison.Ordinal);
        Assert.NotEmpty(run.Items);
        Assert.True(run.Items.Count < platform.MessageIds.Count);
        Assert.Null(await GoAsync(platform, run));
        Assert.Equal(platform.MessageIds.Order(), run.Items.Select(i => i.NativeId).Distinct().Order());
    }

    [Fact]
    public async Task A_key_of_another_pair_is_an_alarm_and_no_heap_of_quarantined_messages()
    {
        await using var platform = await StartAsync(o => o.Keys = [First, Second]);
        var run = new ReadRun();
        var other = Path.GetTempFileName();
        await File.WriteAllTextAsync(other, WeComKey.Generate(9, DateTimeOffset.MinValue).Pkcs1Pem, Stop);

        var failure = await GoAsync(platform, run, o => (o.PrivateKeys[1], o.PageSize) = (other, 20));

        Assert.Contains("Private key 1 of source harbor opens no message", Assert.IsType<ConnectorException>(failure).Message, StringComparison.Ordinal);
        Assert.Empty(run.Items);
        Assert.Null(run.Cursor.Find("seq"));
        File.Delete(other);
    }

    [Fact]
    public async Task Each_trouble_of_an_administrators_has_words_of_its_own_within_one_run()
    {
        Assert.Contains("48002. The secret does not allow this: it is that of an app", await RefusalAsync(_ => { }, o => o.Secret = new WeComSimulatorOptions().AppSecret), StringComparison.Ordinal);
        Assert.Contains("40001. The secret is wrong", await RefusalAsync(_ => { }, o => o.Secret = "another"), StringComparison.Ordinal);
        Assert.Contains("60020. The address of this machine is not trusted", await RefusalAsync(o => o.AddressTrust = WeComAddressTrust.RefusedByCode, _ => { }), StringComparison.Ordinal);
        Assert.Contains("301052. The subscription of 会话内容存档 has expired", await RefusalAsync(o => o.SubscriptionExpired = true, _ => { }), StringComparison.Ordinal);
        Assert.Contains("covers nobody", await RefusalAsync(o => o.Seats = 0, _ => { }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_library_it_says_what_to_download_and_where_it_goes()
    {
        await using var platform = await StartAsync();
        var launcher = new CountingLauncher(new InProcessSdkLauncher(platform.ServeSdkAsync)) { NeedsLibrary = true };
        using var source = new WeComSource(platform, o => o.Library = "/nowhere/libWeWorkFinanceSdk_C.so", launcher: launcher);

        var failure = Assert.IsType<ConnectorException>(await new ReadRun().GoAsync(source.Connector, Stop));

        Assert.Contains("is not at /nowhere/libWeWorkFinanceSdk_C.so. Download the SDK for", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, launcher.Started);
    }

    [Fact]
    public async Task A_file_that_is_not_ready_is_listed_and_handed_out_once_it_is()
    {
        await using var platform = await StartAsync(o => o.MediaNotReadyAsks = 4);
        var run = new ReadRun();
        Assert.Null(await GoAsync(platform, run));
        var without = run.Items.Where(i => i.Message!.Attachments.Any(a => a.State == AttachmentState.Failed)).Select(i => i.NativeId).ToHashSet();
        Assert.NotEmpty(without);

        Assert.Null(await GoAsync(platform, run));

        var later = run.Items.Where(i => i.Message!.Revision == "files").ToList();
        Assert.True(without.IsSubsetOf(later.Select(i => i.NativeId)));
        Assert.All(later, i => Assert.All(i.Message!.Attachments, a => Assert.NotEqual(AttachmentState.Failed, a.State)));
        Assert.DoesNotContain(run.Cursor.Parts, p => p.Key.StartsWith("files:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(MediaFault.Expired, AttachmentState.NotTaken)]
    [InlineData(MediaFault.BadId, AttachmentState.NotTaken)]
    [InlineData(MediaFault.Undecipherable, AttachmentState.NotTaken)]
    [InlineData(MediaFault.WrongSum, AttachmentState.Failed)]
    [InlineData(MediaFault.NeverEnds, AttachmentState.Failed)]
    [InlineData(MediaFault.NoSum, AttachmentState.Stored)]
    public async Task A_file_that_cannot_be_had_is_listed_with_its_reason(MediaFault fault, AttachmentState expected)
    {
        await using var platform = await StartAsync(o =>
        {
            o.MediaFaults["plain"] = fault;
            o.ChunkBytes = 1_000;
        });
        var run = new ReadRun();

        Assert.Null(await GoAsync(platform, run));

        var file = run.Items.SelectMany(i => i.Message?.Attachments ?? []).First(a => a.Name.StartsWith("plain", StringComparison.Ordinal));
        Assert.Equal(expected, file.State);
        Assert.Equal(expected == AttachmentState.Stored, file.Reason is null);
    }

    [Theory]
    [InlineData(4.9, 0)]
    [InlineData(5.1, 1)]
    [InlineData(60, 1)]
    public async Task Says_once_what_is_out_of_reach_where_the_window_passed_over_it(double days, int gaps)
    {
        await using var platform = await StartAsync();
        var run = new ReadRun();
        using (var first = new WeComSource(platform, now: SampleCorpus.Today))
        {
            Assert.Null(await run.GoAsync(first.Connector, Stop));
        }

        for (var again = 0; again < 2; again++)
        {
            var found = run.Gaps.Count;
            using var later = new WeComSource(platform, now: SampleCorpus.Today.AddDays(days));
            Assert.Null(await run.GoAsync(later.Connector, Stop));
            Assert.Equal(again == 0 ? gaps : 0, run.Gaps.Count - found);
        }

        Assert.All(run.Gaps, gap => Assert.InRange(gap.To - gap.From, TimeSpan.FromDays(days - 5), TimeSpan.FromDays(days - 4.9)));
    }

    [Fact]
    public async Task Tells_when_a_client_declined_and_agreed_again()
    {
        var (declined, agreed) = (SampleCorpus.Start.AddHours(2), SampleCorpus.Start.AddDays(2));
        await using var platform = await StartAsync(o => o.Consents["eve"] =
        [
            new(SampleCorpus.Start.AddDays(-1), true), new(declined, false), new(agreed, true),
        ]);
        var run = new ReadRun();

        Assert.Null(await GoAsync(platform, run));

        var room = platform.IdOf(Sample.Desk);
        var period = Assert.Single(new ConsentTimeline(run.Consents).ReadDeclined(room));
        Assert.Equal((platform.IdOf(SampleCorpus.Eve), declined, agreed), (period.Account, period.From, period.To));
        Assert.Equal(1, platform.RequestCounts.Count(c => c.Key.Contains("check_room_agree", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_child_that_breaks_again_and_again_ends_the_run_without_passing_anything_over()
    {
        await using var platform = await StartAsync(o => o.SdkFaults = FaultSchedule.At(Enumerable.Range(1, 100).ToDictionary(n => n, _ => FaultKind.SdkCrash)));
        var run = new ReadRun();

        var failure = Assert.IsType<ConnectorException>(await GoAsync(platform, run));

        Assert.Equal(ConnectorFailure.Transient, failure.Kind);
        Assert.Contains("broke 5 child processes in a row (it crashed)", failure.Message, StringComparison.Ordinal);
        Assert.Empty(run.Items);
    }

    [Fact]
    public async Task A_message_that_breaks_the_library_is_set_aside_and_the_others_are_not()
    {
        await using var platform = await StartAsync(o => (o.ExtraOneIn, o.DecryptFaults) = (0, FaultSchedule.None));
        var poison = platform.MessageIds[10];
        var run = new ReadRun();
        using var source = new WeComSource(platform, launcher: new PoisonLauncher(platform, 11));

        Assert.Null(await run.GoAsync(source.Connector, Stop));

        var set = Assert.Single(run.Items, i => i.Message is null);
        Assert.Equal((poison, "The platform's library breaks over this message."), (set.NativeId, set.Unreadable));
        Assert.Equal(platform.MessageIds.Order(), run.Items.Select(i => i.NativeId).Order());
    }

    [Fact]
    public async Task A_child_that_cannot_be_started_is_held_against_no_message()
    {
        await using var platform = await StartAsync();
        var run = new ReadRun();
        using var source = new WeComSource(platform, launcher: new LastLauncher(platform));

        var failure = Assert.IsType<ConnectorException>(await run.GoAsync(source.Connector, Stop));

        Assert.Contains("cannot be started", failure.Message, StringComparison.Ordinal);
        Assert.Empty(run.Items);
    }

    private static async Task<string> RefusalAsync(Action<WeComSimulatorOptions> platformOptions, Action<WeComOptions> options)
    {
        await using var platform = await StartAsync(platformOptions);
        var run = new ReadRun();
        var failure = Assert.IsType<ConnectorException>(await GoAsync(platform, run, options));
        Assert.Equal(ConnectorFailure.Unauthorized, failure.Kind);
        Assert.Empty(run.Items);
        return failure.Message;
    }

    private static Task<WeComSimulator> StartAsync(Action<WeComSimulatorOptions>? configure = null)
    {
        var options = new WeComSimulatorOptions { FaultDelay = TimeSpan.FromMilliseconds(1) };
        configure?.Invoke(options);
        return WeComSimulator.StartAsync(Sample.Corpus, options, Stop);
    }

    private static async Task<Exception?> GoAsync(WeComSimulator platform, ReadRun run, Action<WeComOptions>? configure = null)
    {
        using var source = new WeComSource(platform, configure);
        return await run.GoAsync(source.Connector, Stop);
    }
}
