using System.Text;
using System.Text.Json.Nodes;
using Archive.Connectors.WeCom;
using Archive.Connectors.WeCom.Sdk;
using Archive.Core.Connectors;
using Archive.Simulators.WeCom;
using Archive.Simulators.WeCom.Faults;
using Archive.Tests.Simulators.Slack;

namespace Archive.Tests.Connectors.WeCom;

/// <summary>Messages that do not come out of their seals as they should.</summary>
public sealed class WeComSealTests
{
    private static readonly SampleCorpus Sample = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Noise_that_the_library_calls_a_success_is_asked_for_again_of_another_child()
    {
        await using var platform = await StartAsync();
        var expected = await TextsAsync(platform);
        var spoilt = 0;

        var run = await GoAsync(platform, answers => answers[0] = ++spoilt == 1 ? Halved(answers[0]) : answers[0]);

        Assert.True(spoilt > 1);
        Assert.Equal(expected, Texts(run));
    }

    [Fact]
    public async Task Two_answers_in_the_wrong_places_do_not_give_a_message_the_text_of_another()
    {
        await using var platform = await StartAsync();
        var expected = await TextsAsync(platform);
        var swapped = 0;

        var run = await GoAsync(platform, answers =>
        {
            if (answers.Length > 5 && swapped++ == 0)
            {
                (answers[2], answers[5]) = (answers[5], answers[2]);
            }
        });

        Assert.True(swapped > 0);
        Assert.Equal(expected, Texts(run));
    }

    [Fact]
    public async Task What_never_comes_out_is_kept_sealed_and_opened_when_it_is_read_again()
    {
        await using var platform = await StartAsync();
        var expected = await TextsAsync(platform);
        var id = platform.MessageIds[10];

        var run = await GoAsync(platform, answers => SpoilAll(answers, text => text.Contains(id, StringComparison.Ordinal)), o => o.PageSize = 1);

        var kept = Assert.Single(run.Items, i => i.Message is null);
        Assert.Equal((id, "The platform's library gives out something else than this message."), (kept.NativeId, kept.Unreadable));
        Assert.Equal(platform.MessageIds.Order(), run.Items.Select(i => i.NativeId).Order());
        using var source = new WeComSource(platform);
        var reading = await ((IRawItemSource)source.Connector).OpenRawItems().ReadAsync(new RawItem(id, "", kept.Raw), Stop);
        Assert.Equal(expected[id], reading.Items.Single().Message?.Text);
    }

    [Fact]
    public async Task A_library_that_opens_nothing_any_more_ends_the_run_and_sets_nothing_aside()
    {
        await using var platform = await StartAsync();
        var run = new ReadRun();
        using var source = new WeComSource(platform, launcher: new SpoilingLauncher(platform, SdkReply.Decrypted, answers => SpoilAll(answers, _ => true)));

        var failure = Assert.IsType<ConnectorException>(await run.GoAsync(source.Connector, Stop));

        Assert.Equal(ConnectorFailure.Transient, failure.Kind);
        Assert.Contains("breaks over more than 20 messages of one page", failure.Message, StringComparison.Ordinal);
        Assert.Empty(run.Items);
    }

    [Fact]
    public async Task One_message_that_cannot_be_opened_says_nothing_against_a_key_that_has_opened_others()
    {
        await using var platform = await StartAsync();
        var id = platform.MessageIds[10];

        var run = await GoAsync(platform, answers => Refuse(answers, id), o => o.PageSize = 1);

        Assert.Equal(id, Assert.Single(run.Items, i => i.Message is null).NativeId);
        Assert.Equal(platform.MessageIds.Order(), run.Items.Select(i => i.NativeId).Order());
    }

    [Fact]
    public async Task What_a_key_has_opened_is_remembered_by_the_cursor_and_not_of_another_key_in_its_place()
    {
        await using var platform = await StartAsync();
        var run = new ReadRun();
        platform.ServedUntil = SampleCorpus.Start.AddHours(3);
        using (var first = new WeComSource(platform))
        {
            Assert.Null(await run.GoAsync(first.Connector, Stop));
        }

        platform.ServedUntil = null;
        var (known, next) = (run.Items.Count, platform.MessageIds[run.Items.DistinctBy(i => i.NativeId).Count()]);
        var other = Path.GetTempFileName();
        await File.WriteAllTextAsync(other, WeComKey.Generate(9, DateTimeOffset.MinValue).Pkcs1Pem, Stop);
        using (var wrong = new WeComSource(platform, o => (o.PrivateKeys[1], o.PageSize) = (other, 1)))
        {
            Assert.Contains("Private key 1 of source harbor opens no message", (await run.GoAsync(wrong.Connector, Stop))?.Message, StringComparison.Ordinal);
            Assert.Equal(known, run.Items.Count);
        }

        using var later = new WeComSource(platform, o => o.PageSize = 1, launcher: new SpoilingLauncher(platform, SdkReply.Decrypted, answers => Refuse(answers, next)));
        Assert.Null(await run.GoAsync(later.Connector, Stop));

        Assert.Equal(next, Assert.Single(run.Items, i => i.Message is null).NativeId);
        File.Delete(other);
    }

    [Fact]
    public async Task A_damaged_element_is_set_aside_when_it_comes_damaged_twice_and_the_others_are_not()
    {
        await using var platform = await StartAsync();
        var (id, pages) = (platform.MessageIds[10], 0);
        var run = new ReadRun();
        using var source = new WeComSource(platform, launcher: new SpoilingLauncher(platform, SdkReply.Chat, answers =>
        {
            pages++;
            var page = JsonNode.Parse(answers[0].Bytes)!;
            foreach (var element in page["chatdata"]?.AsArray().Where(e => e!["msgid"]!.GetValue<string>() == id) ?? [])
            {
                element!["encrypt_random_key"] = 7;
            }

            answers[0] = answers[0] with { Bytes = Encoding.UTF8.GetBytes(page.ToJsonString()) };
        }));

        Assert.Null(await run.GoAsync(source.Connector, Stop));

        var kept = Assert.Single(run.Items, i => i.Message is null);
        Assert.Equal((id, "It came damaged, and damaged again."), (kept.NativeId, kept.Unreadable));
        Assert.Contains("encrypt_chat_msg", Encoding.UTF8.GetString(kept.Raw.Span), StringComparison.Ordinal);
        Assert.Equal(platform.MessageIds.Order(), run.Items.Select(i => i.NativeId).Order());
        Assert.Equal(3, pages); // twice the page, and the end
    }

    private static SdkAnswer Halved(SdkAnswer answer) => answer with { Bytes = answer.Bytes[..(answer.Bytes.Length / 2)] };

    private static void SpoilAll(SdkAnswer[] answers, Func<string, bool> which)
    {
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = which(Encoding.UTF8.GetString(answers[i].Bytes)) ? Halved(answers[i]) : answers[i];
        }
    }

    private static void Refuse(SdkAnswer[] answers, string id)
    {
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = Encoding.UTF8.GetString(answers[i].Bytes).Contains($"\"msgid\":\"{id}\"", StringComparison.Ordinal) ? new SdkAnswer(10006, []) : answers[i];
        }
    }

    private static async Task<ReadRun> GoAsync(WeComSimulator platform, Action<SdkAnswer[]> spoil, Action<WeComOptions>? configure = null)
    {
        var run = new ReadRun();
        using var source = new WeComSource(platform, configure, launcher: new SpoilingLauncher(platform, SdkReply.Decrypted, spoil));
        Assert.Null(await run.GoAsync(source.Connector, Stop));
        return run;
    }

    private static Task<WeComSimulator> StartAsync() =>
        WeComSimulator.StartAsync(Sample.Corpus, new WeComSimulatorOptions { ExtraOneIn = 0, DecryptFaults = FaultSchedule.None }, Stop);

    private static async Task<Dictionary<string, string?>> TextsAsync(WeComSimulator platform)
    {
        using var calm = new WeComSource(platform);
        var run = new ReadRun();
        Assert.Null(await run.GoAsync(calm.Connector, Stop));
        return Texts(run);
    }

    private static Dictionary<string, string?> Texts(ReadRun run) => run.Items.DistinctBy(i => i.NativeId).ToDictionary(i => i.NativeId, i => i.Message?.Text);
}
