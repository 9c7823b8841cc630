using System.Text;
using System.Text.Json;
using Archive.Simulators.Corpus;
using Archive.Simulators.WeCom;
using Archive.Simulators.WeCom.Faults;
using Archive.Tests.Simulators.Slack;
using Xunit;

namespace Archive.Tests.Simulators.WeCom;

public sealed class WeComStreamTests : WeComSimulatorTests
{
    [Theory]
    [InlineData(1u)]
    [InlineData(7u)]
    [InlineData(1_000u)]
    public async Task Delivers_every_message_once_in_rising_numbers(uint limit)
    {
        var simulator = await StartAsync();
        var parent = Parent(simulator);
        await parent.OpenAsync(Token);

        var pulled = await parent.PullAsync(Token, limit: limit);

        Assert.Equal(simulator.MessageIds, pulled.Select(m => m.Id));
        Assert.All(pulled.Zip(pulled.Skip(1)), p => Assert.True(p.First.Seq < p.Second.Seq));
        Assert.True(pulled[0].Seq > new WeComSimulatorOptions().FirstSeq);
        Assert.True(pulled[^1].Seq - pulled[0].Seq > (ulong)pulled.Count, "There are no holes.");
        Assert.Equal(pulled.Count, pulled.Select(m => m.Id).Distinct().Count());
    }

    [Fact]
    public async Task Says_every_text_of_the_corpus_and_who_was_there()
    {
        var simulator = await StartAsync();
        var parent = Parent(simulator);
        await parent.OpenAsync(Token);
        var pulled = (await parent.PullAsync(Token)).ToDictionary(m => m.Id);

        foreach (var message in Sample.Corpus.Messages.Where(m => m.Kind == CorpusMessageKind.Text && m.ThreadOf is null && m.Text.Length > 0))
        {
            var found = pulled[simulator.IdOf(message)];
            Assert.Equal(message.Text, found.Text);
            Assert.Equal("send", found.Json.GetProperty("action").GetString());
            Assert.Equal(message.Time.ToUnixTimeMilliseconds(), found.Json.GetProperty("msgtime").GetInt64());
            Assert.Equal(simulator.IdOf(Sample.People.Single(p => p.Id == message.SenderId)), found.Json.GetProperty("from").GetString());
        }

        var direct = pulled[simulator.IdOf(Sample.In(Sample.Direct)[0])].Json;
        Assert.Equal([simulator.IdOf(SampleCorpus.Bob)], direct.GetProperty("tolist").EnumerateArray().Select(i => i.GetString()));
        Assert.True(!direct.TryGetProperty("roomid", out var room) || room.GetString() == "");
        var general = pulled[simulator.IdOf(Sample.In(Sample.General)[0])].Json;
        Assert.Equal(simulator.IdOf(Sample.General), general.GetProperty("roomid").GetString());
        Assert.DoesNotContain(simulator.IdOf(SampleCorpus.Robot), general.GetProperty("tolist").EnumerateArray().Select(i => i.GetString()));
        Assert.DoesNotContain(simulator.IdOf(SampleCorpus.Alice), general.GetProperty("tolist").EnumerateArray().Select(i => i.GetString()));
    }

    [Fact]
    public async Task Tells_by_prefix_and_suffix_who_is_from_outside()
    {
        var simulator = await StartAsync();

        Assert.Matches("^w[mo][0-9a-f]{30}$", simulator.IdOf(SampleCorpus.Eve));
        Assert.Matches("^wb[0-9a-f]{30}$", simulator.IdOf(SampleCorpus.Robot));
        Assert.Matches("^wr[0-9a-f]{30}$", simulator.IdOf(Sample.Desk));
        Assert.Equal("", simulator.IdOf(Sample.Direct));
        Assert.All(simulator.MessageIdsIn(Sample.Desk), id => Assert.Matches("^[0-9]{19}_[0-9]{10}_external$", id));
        Assert.All(simulator.MessageIdsIn(Sample.General), id => Assert.Matches("^[0-9]{19}_[0-9]{10}$", id));
    }

    [Fact]
    public async Task Makes_of_an_edit_a_new_message_and_sometimes_a_recall_before_it()
    {
        var edited = Sample.Message("edited");
        foreach (var recalls in new[] { 0, 1 })
        {
            var simulator = await StartAsync(o => o.EditAsRecallOneIn = recalls);
            var parent = Parent(simulator);
            await parent.OpenAsync(Token);

            var ids = simulator.MessageIdsOf(edited);
            var parts = (await parent.PullAsync(Token)).Where(m => ids.Contains(m.Id)).ToArray();

            Assert.Equal(["first words", "second words", "third <words>"], parts.Where(m => m.Type == "text").Select(m => m.Text));
            var taken = parts.Where(m => m.Type == "revoke").ToArray();
            Assert.All(taken, m => Assert.Equal("recall", m.Json.GetProperty("action").GetString()));
            Assert.Equal(recalls == 1 ? [ids[0], ids[2]] : [], taken.Select(m => m.Json.GetProperty("revoke").GetProperty("pre_msgid").GetString()));
        }
    }

    [Fact]
    public async Task Keeps_a_recalled_message_in_the_stream_beside_its_recall()
    {
        var simulator = await StartAsync(o => o.EditAsRecallOneIn = 0);
        var parent = Parent(simulator);
        await parent.OpenAsync(Token);
        var ids = simulator.MessageIdsOf(Sample.Message("recalled"));
        var parts = (await parent.PullAsync(Token)).Where(m => ids.Contains(m.Id)).ToArray();

        Assert.Equal(["gone soon", "gone sooner"], parts[..2].Select(m => m.Text));
        Assert.Equal(ids.Take(2), parts[2..].Select(m => m.Json.GetProperty("revoke").GetProperty("pre_msgid").GetString()));
    }

    [Fact]
    public async Task Quotes_in_plain_text_where_the_corpus_has_a_thread()
    {
        var simulator = await StartAsync();
        var parent = Parent(simulator);
        await parent.OpenAsync(Token);

        var reply = (await parent.PullAsync(Token)).Single(m => m.Id == simulator.IdOf(Sample.Message("reply-3")));

        Assert.Equal("This is a quote/reply message:\n\"Alice Chen:\nparent\"\n------\nreply 3", reply.Json.GetProperty("text").GetProperty("content").GetString());
    }

    [Fact]
    public async Task Refuses_a_limit_out_of_bounds_by_return_code()
    {
        var parent = Parent(await StartAsync());
        await parent.OpenAsync(Token);

        Assert.Equal(10000, (await parent.ReadChatAsync(0, 0, Token)).Code);
        Assert.Equal(10000, (await parent.ReadChatAsync(0, 1_001, Token)).Code);
        Assert.Equal(0, (await parent.ReadChatAsync(0, 1_000, Token)).Code);
    }

    [Fact]
    public async Task Restarts_silently_at_the_oldest_message_of_the_window()
    {
        var whole = Parent(await StartAsync());
        await whole.OpenAsync(Token);
        var all = await whole.PullAsync(Token);
        var simulator = await StartAsync(o => o.Window = TimeSpan.FromDays(9));
        var parent = Parent(simulator);
        await parent.OpenAsync(Token);

        var windowed = await parent.PullAsync(Token);

        Assert.NotEmpty(windowed);
        Assert.True(windowed.Count < all.Count);
        Assert.Equal(all.TakeLast(windowed.Count).Select(m => (m.Seq, m.Id)), windowed.Select(m => (m.Seq, m.Id)));
        Assert.All(windowed, m => Assert.True(m.Json.GetProperty("msgtime").GetInt64() >= SampleCorpus.Today.AddDays(-9).ToUnixTimeMilliseconds()));
        simulator.ServedUntil = SampleCorpus.Today.AddDays(30);
        Assert.Empty(await parent.PullAsync(Token));
    }

    [Fact]
    public async Task Shows_what_has_happened_so_far_and_goes_on_from_there()
    {
        var simulator = await StartAsync(o => o.ServedUntil = SampleCorpus.Start.AddMinutes(10));
        var parent = Parent(simulator);
        await parent.OpenAsync(Token);

        var before = await parent.PullAsync(Token);
        simulator.ServedUntil = null;
        var after = await parent.PullAsync(Token, before[^1].Seq);

        Assert.All(before, m => Assert.True(m.Json.GetProperty("msgtime").GetInt64() <= SampleCorpus.Start.AddMinutes(10).ToUnixTimeMilliseconds()));
        Assert.Equal(simulator.MessageIds, before.Concat(after).Select(m => m.Id));
    }

    [Fact]
    public async Task Encrypts_for_the_key_that_was_the_newest_when_a_message_was_sent()
    {
        var second = WeComKey.Generate(4, SampleCorpus.Start.AddHours(2));
        var simulator = await StartAsync(o => o.Keys = [second, WeComKey.FromPem(3, DateTimeOffset.MinValue, Key.Pkcs8Pem)]);
        var parent = Parent(simulator);
        await parent.OpenAsync(Token);

        var pulled = await parent.PullAsync(Token);

        Assert.Equal([3, 4], pulled.Select(m => m.KeyVersion).Distinct());
        Assert.All(pulled, m => Assert.Equal(m.Json.GetProperty("msgtime").GetInt64() < second.From.ToUnixTimeMilliseconds() ? 3 : 4, m.KeyVersion));
    }

    [Fact]
    public void Takes_keys_in_both_forms_and_tells_nobody()
    {
        Assert.StartsWith("-----BEGIN RSA PRIVATE KEY-----", Key.Pkcs1Pem, StringComparison.Ordinal);
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", Key.Pkcs8Pem, StringComparison.Ordinal);
        Assert.Equal(Key.Pkcs8Pem, WeComKey.FromPem(2, default, Key.Pkcs1Pem).Pkcs8Pem);
        Assert.DoesNotContain("PRIVATE", Key.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_wrong_key_and_a_damaged_message_as_undecipherable()
    {
        var parent = Parent(await StartAsync());
        await parent.OpenAsync(Token);
        using var page = JsonDocument.Parse((await parent.ReadChatAsync(0, 1, Token)).Json);
        var item = page.RootElement.GetProperty("chatdata")[0];
        var (key, message) = (parent.ContentKey(item), item.GetProperty("encrypt_chat_msg").GetString()!);
        var damaged = message[..12] + (message[12] == 'A' ? 'B' : 'A') + message[13..];

        var codes = (await parent.DecryptAsync([(key, message), (key + "0", message), (key, damaged), (key, "no base64!"), ("", message)], Token)).Select(d => d.Code);

        Assert.Equal([0, 10006, 10006, 10006, 10000], codes);
    }

    [Theory]
    [InlineData("", "secret", 10000)]
    [InlineData("corp", "", 10000)]
    [InlineData("corp", "secret", 0)]
    public async Task Opens_with_anything_that_is_not_empty(string corpId, string secret, int code) =>
        Assert.Equal(code, await Parent(await StartAsync()).OpenAsync(Token, corpId, secret));

    [Fact]
    public async Task Refuses_in_both_layers()
    {
        var options = new WeComSimulatorOptions();
        Assert.Equal((10000, 0), await AskAsync(null, "another corporation", options.ArchiveSecret));
        Assert.Equal((10000, 0), await AskAsync(null, options.CorpId, "wrong"));
        Assert.Equal((0, 48002), await AskAsync(null, options.CorpId, options.AppSecret));
        Assert.Equal((10009, 0), await AskAsync(o => o.AddressTrust = WeComAddressTrust.RefusedByCode, options.CorpId, options.ArchiveSecret));
        Assert.Equal((0, 301042), await AskAsync(o => o.AddressTrust = WeComAddressTrust.RefusedInside, options.CorpId, options.ArchiveSecret));
        Assert.Equal((0, 301052), await AskAsync(o => o.SubscriptionExpired = true, options.CorpId, options.ArchiveSecret));
        Assert.Equal((0, 0), await AskAsync(null, options.CorpId, options.ArchiveSecret));

        async Task<(int Code, int Inside)> AskAsync(Action<WeComSimulatorOptions>? configure, string corpId, string secret)
        {
            var parent = Parent(await StartAsync(configure));
            await parent.OpenAsync(Token, corpId, secret);
            var (code, json) = await parent.ReadChatAsync(0, 1, Token);
            return (code, code == 0 ? JsonDocument.Parse(json).RootElement.GetProperty("errcode").GetInt32() : 0);
        }
    }

    [Fact]
    public async Task Leaves_control_characters_in_texts_as_the_platform_does()
    {
        var simulator = await StartAsync(o => o.ControlOneIn = 1);
        var parent = Parent(simulator);
        await parent.OpenAsync(Token);

        var pulled = (await parent.PullAsync(Token)).Where(m => m.Type == "text").ToArray();

        var raw = pulled.Where(m => m.Raw.Contains((byte)0x11)).ToArray();
        Assert.NotEmpty(raw);
        Assert.All(raw, m => Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(m.Raw)));
        Assert.Contains(pulled, m => Encoding.UTF8.GetString(m.Raw).Contains("\\u0014", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(StreamFaultKind.Duplicated)]
    [InlineData(StreamFaultKind.Reordered)]
    [InlineData(StreamFaultKind.Delayed)]
    [InlineData(StreamFaultKind.Dropped)]
    public async Task Repeats_reorders_delays_and_drops_on_schedule(StreamFaultKind kind)
    {
        var right = await StartAsync();
        var simulator = await StartAsync(o => o.StreamFaults = StreamFaultSchedule.At(new Dictionary<int, StreamFaultKind> { [5] = kind }));
        var parent = Parent(simulator);
        await parent.OpenAsync(Token);
        var struck = right.MessageIds[4];

        var pulled = await parent.PullAsync(Token);
        var ids = pulled.Select(m => m.Id).ToList();

        Assert.Equal(1, simulator.StreamFaultCounts[kind]);
        Assert.Equal(kind == StreamFaultKind.Duplicated ? 2 : kind == StreamFaultKind.Dropped ? 0 : 1, ids.Count(i => i == struck));
        Assert.Equal(kind == StreamFaultKind.Dropped ? [struck] : [], simulator.HeldBackIds);
        Assert.Equal(kind == StreamFaultKind.Duplicated, ids.IndexOf(struck) == 4);
        Assert.True(kind != StreamFaultKind.Reordered || ids.IndexOf(struck) == 5);
        Assert.True(kind != StreamFaultKind.Delayed || ids.IndexOf(struck) > 5);
        Assert.Equal(right.MessageIds.Order(), ids.Concat(simulator.HeldBackIds).Distinct().Order());
        Assert.Equal(ids.Count, pulled.Select(m => m.Seq).Distinct().Count());
    }

    [Fact]
    public async Task Numbers_may_exceed_a_signed_number_of_64_bits()
    {
        var parent = Parent(await StartAsync(o => o.FirstSeq = 10_000_000_000_000_000_000));
        await parent.OpenAsync(Token);

        var pulled = await parent.PullAsync(Token, limit: 3);

        Assert.True(pulled[0].Seq > 10_000_000_000_000_000_000);
        Assert.Empty(await parent.PullAsync(Token, ulong.MaxValue));
    }
}
