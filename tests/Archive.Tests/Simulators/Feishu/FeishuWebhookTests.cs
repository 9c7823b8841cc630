using System.Net;
using System.Text;
using System.Text.Json;
using Archive.Simulators.Corpus;
using Archive.Simulators.Feishu;
using Archive.Simulators.Feishu.Events;
using Archive.Tests.Simulators.Slack;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Archive.Tests.Simulators.Feishu;

public sealed class FeishuWebhookTests : FeishuSimulatorTests
{
    private readonly FakeTimeProvider _time = new(SampleCorpus.Today);
    private readonly EventReceiver _receiver = new();

    [Fact]
    public void Encrypts_and_signs_as_the_known_vector()
    {
        const string Clear = """{"challenge":"c-123","token":"vt-9","type":"url_verification"}""";

        var body = EventCipher.Body("archive-demo-key", Encoding.UTF8.GetBytes(Clear), [.. Enumerable.Range(0, 16).Select(i => (byte)i)]);

        Assert.Equal(
            """{"encrypt":"AAECAwQFBgcICQoLDA0ODyGki0cejQNyNfFzfdzEHooe/Sm631M038EZiJz4V+paWhhANHOu9iX1cTuz6xYznmYyScVsA4teQqHDbAV+pB0="}""",
            Encoding.ASCII.GetString(body));
        Assert.Equal("6e5315158ebc4f03bce03189767e9c09765a24e120fc07d0add6cd05c919453a", EventCipher.Sign("archive-demo-key", "1700000000", "nn-1", body));
    }

    [Fact]
    public async Task Accepts_a_receiver_that_answers_the_challenge_and_no_other()
    {
        var (_, webhook) = await StartPushingAsync();

        var right = await webhook.VerifyAsync(Token);
        _receiver.Answer = (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("""{"challenge":"another"}""") });
        var wrong = await webhook.VerifyAsync(Token);
        _receiver.Answer = (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("ok") });
        var careless = await webhook.VerifyAsync(Token);

        Assert.Equal((true, false, false), (right, wrong, careless));
        Assert.Equal("url_verification", _receiver.Received[0].Text("type"));
        Assert.Equal("simulated-verification-token", _receiver.Received[0].Text("token"));
    }

    [Fact]
    public async Task Pushes_every_message_by_a_person_in_a_chat_with_the_bot_once_and_in_order()
    {
        var (simulator, webhook) = await StartPushingAsync(o => o.Bot[Sample.Group.Id] = BotStay.Never);

        _ = await webhook.AdvanceAsync(SampleCorpus.Start.AddHours(2), Token);
        _ = await webhook.AdvanceAsync(SampleCorpus.Today, Token);

        var pushed = _receiver.Of("im.message.receive_v1").Select(e => e.GetProperty("message")).ToArray();
        foreach (var conversation in new[] { Sample.General, Sample.Desk })
        {
            var expected = Sample.In(conversation).Where(m => m.SenderId != "robot" && m.Kind is CorpusMessageKind.Text or CorpusMessageKind.Unknown);
            Assert.Equal(
                expected.Select(simulator.IdOf),
                pushed.Where(m => m.Text("chat_id") == simulator.IdOf(conversation)).Select(m => m.Text("message_id")));
        }

        Assert.DoesNotContain(pushed, m => m.Text("chat_id") == simulator.IdOf(Sample.Group));
        var times = pushed.Select(m => long.Parse(m.Text("create_time"), System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(times.Order(), times);
        Assert.Equal(SampleCorpus.Today, simulator.ServedUntil);
        Assert.All(webhook.Deliveries, d => Assert.True(d.IsDelivered));
    }

    [Fact]
    public async Task Writes_a_message_as_the_platform_pushes_it()
    {
        var (simulator, webhook) = await StartPushingAsync();
        _ = await webhook.AdvanceAsync(SampleCorpus.Today, Token);

        var first = _receiver.Received.First(e => e.GetProperty("header").Text("event_type") == "im.message.receive_v1"
            && e.GetProperty("event").GetProperty("message").Text("message_id") == simulator.IdOf(Sample.In(Sample.General)[0]));
        var (header, content) = (first.GetProperty("header"), first.GetProperty("event"));
        var message = content.GetProperty("message");
        var mention = Assert.Single(message.GetProperty("mentions").EnumerateArray());

        Assert.Equal("2.0", first.Text("schema"));
        Assert.Equal((FeishuApp.Archive.AppId, simulator.TenantKey), (header.Text("app_id"), header.Text("tenant_key")));
        Assert.Equal("simulated-verification-token", header.Text("token"));
        Assert.Equal(simulator.IdOf(SampleCorpus.Alice), content.GetProperty("sender").GetProperty("sender_id").Text("open_id"));
        Assert.Equal("user", content.GetProperty("sender").Text("sender_type"));
        Assert.Equal(("group", "text", ""), (message.Text("chat_type"), message.Text("message_type"), message.Text("thread_id")));
        Assert.Equal($"{SampleCorpus.Start.ToUnixTimeMilliseconds()}", message.Text("create_time"));
        Assert.Equal("""{"text":"Please settle the Q4 fee with @_user_1 & tell #general"}""", message.Text("content"));
        Assert.Equal(simulator.UserIdOf(SampleCorpus.Bob), mention.GetProperty("id").Text("user_id"));
        var reply = _receiver.Of("im.message.receive_v1").Select(e => e.GetProperty("message")).Single(m => m.Text("message_id") == simulator.IdOf(Sample.Message("reply-1")));
        Assert.Equal(simulator.ThreadIdOf(Sample.Message("parent")), reply.Text("thread_id"));
    }

    [Fact]
    public async Task Pushes_the_text_as_sent_and_later_its_recall_but_no_edit()
    {
        var (simulator, webhook) = await StartPushingAsync();
        _ = await webhook.AdvanceAsync(SampleCorpus.Today, Token);
        var id = simulator.IdOf(Sample.Message("recalled"));

        var sent = _receiver.Of("im.message.receive_v1").Single(e => e.GetProperty("message").Text("message_id") == id);
        var recall = _receiver.Of("im.message.recalled_v1").Single(e => e.Text("message_id") == id);

        Assert.Equal("""{"text":"gone soon"}""", sent.GetProperty("message").Text("content"));
        Assert.Equal($"{SampleCorpus.Start.AddDays(3).ToUnixTimeMilliseconds()}", recall.Text("recall_time"));
        Assert.Equal("message_owner", recall.Text("recall_type"));
        Assert.Equal(2, _receiver.Of("im.message.recalled_v1").Count());
    }

    [Fact]
    public async Task Tells_of_the_bots_moves_and_of_nothing_outside_them()
    {
        var (added, removed) = (SampleCorpus.Start.AddMinutes(5), SampleCorpus.Start.AddMinutes(8));
        var (simulator, webhook) = await StartPushingAsync(o => o.Bot[Sample.General.Id] = new BotStay(added, removed));
        _ = await webhook.AdvanceAsync(SampleCorpus.Today, Token);
        var general = simulator.IdOf(Sample.General);

        var types = _receiver.Received.Where(e => ChatOf(e.GetProperty("event")) == general).Select(e => e.GetProperty("header").Text("event_type")).ToArray();

        Assert.Equal("im.chat.member.bot.added_v1", types[0]);
        Assert.Equal("im.chat.member.bot.deleted_v1", types[^1]);
        Assert.Equal(
            Sample.In(Sample.General).Where(m => m.Time >= added && m.Time < removed && m.SenderId != "robot").Select(simulator.IdOf),
            _receiver.Of("im.message.receive_v1").Select(e => e.GetProperty("message")).Where(m => m.Text("chat_id") == general).Select(m => m.Text("message_id")));

        static string? ChatOf(JsonElement content) =>
            (content.TryGetProperty("message", out var message) ? message : content).Text("chat_id");
    }

    [Fact]
    public async Task Pushes_no_message_of_groups_without_the_sensitive_scope()
    {
        var (_, webhook) = await StartPushingAsync(o => o.App = o.App with { Scopes = [FeishuScope.ReadMessages, FeishuScope.DirectMessages] });

        _ = await webhook.AdvanceAsync(SampleCorpus.Today, Token);

        Assert.Empty(_receiver.Of("im.message.receive_v1"));
        Assert.Equal(3, _receiver.Of("im.chat.member.bot.added_v1").Count());
    }

    [Fact]
    public async Task Tries_four_times_more_at_growing_distances_and_then_gives_up()
    {
        var (_, webhook) = await StartPushingAsync(o => o.Bot = OnlyDesk());
        _receiver.Answer = (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.InternalServerError));
        var count = await webhook.AdvanceAsync(SampleCorpus.Start, Token);
        var attempts = new List<int>();
        foreach (var wait in new[] { TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), TimeSpan.FromHours(6) })
        {
            _time.Advance(wait - TimeSpan.FromTicks(1));
            attempts.Add(await webhook.RetryDueAsync(Token));
            _time.Advance(TimeSpan.FromTicks(1));
            attempts.Add(await webhook.RetryDueAsync(Token));
        }

        Assert.Equal(2, count);
        Assert.Equal([0, 2, 0, 2, 0, 2, 0, 2], attempts);
        Assert.Equal((0, 2), (webhook.PendingCount, webhook.GivenUpCount));
        Assert.Equal(2, webhook.Deliveries.Select(d => d.EventId).Distinct().Count());
        Assert.Equal([1, 2, 3, 4, 5], webhook.Deliveries.Where(d => d.EventId == webhook.Deliveries[0].EventId).Select(d => d.Attempt));
    }

    [Fact]
    public async Task Counts_an_answer_after_three_seconds_as_none_and_delivers_the_event_later()
    {
        var (_, webhook) = await StartPushingAsync(o => o.Bot = OnlyDesk());
        var quick = _receiver.Answer;
        _receiver.Answer = async (_, cancellationToken) =>
        {
            _time.Advance(TimeSpan.FromSeconds(3));
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("The platform was patient.");
        };
        _ = await webhook.AdvanceAsync(SampleCorpus.Start, Token);
        _receiver.Answer = quick;
        _time.Advance(TimeSpan.FromSeconds(5));
        _ = await webhook.RetryDueAsync(Token);

        Assert.Equal([0, 0, 200, 200], webhook.Deliveries.Select(d => d.Status));
        Assert.Equal((0, 0), (webhook.PendingCount, webhook.GivenUpCount));
    }

    [Fact]
    public async Task Repeats_an_event_under_another_id()
    {
        var (simulator, webhook) = await StartPushingAsync(null, w => w.RepeatOneIn = 1);
        var count = await webhook.AdvanceAsync(SampleCorpus.Start, Token);

        var first = _receiver.Received.Where(e => e.ToString().Contains(simulator.IdOf(Sample.Message("edited")), StringComparison.Ordinal)).ToArray();

        Assert.Equal(2 * count, _receiver.Received.Count);
        Assert.Equal(2, first.Length);
        Assert.NotEqual(EventId(first[0]), EventId(first[1]));
        Assert.Equal(first[0].GetProperty("event").ToString(), first[1].GetProperty("event").ToString());

        static string? EventId(JsonElement e) => e.GetProperty("header").Text("event_id");
    }

    [Fact]
    public async Task Pushes_clear_events_without_a_key()
    {
        var simulator = await StartAsync(o => (o.Time, o.ServedUntil) = (_time, SampleCorpus.Start.AddDays(-2)));
        using var receiver = new EventReceiver(encryptKey: null);
        using var http = new HttpClient(receiver);
        var webhook = simulator.CreateWebhook(new FeishuWebhookOptions { Target = new Uri("http://receiver.invalid/events"), EncryptKey = null }, http);

        Assert.True(await webhook.VerifyAsync(Token));
        _ = await webhook.AdvanceAsync(SampleCorpus.Start, Token);

        Assert.NotEmpty(receiver.Of("im.message.receive_v1"));
    }

    private Dictionary<string, BotStay> OnlyDesk() => new()
    {
        [Sample.General.Id] = BotStay.Never, [Sample.Group.Id] = BotStay.Never,
    };

    private async Task<(FeishuSimulator Simulator, FeishuWebhook Webhook)> StartPushingAsync(
        Action<FeishuSimulatorOptions>? configure = null, Action<FeishuWebhookOptions>? push = null)
    {
        var simulator = await StartAsync(o =>
        {
            (o.Time, o.ServedUntil) = (_time, SampleCorpus.Start.AddDays(-2));
            configure?.Invoke(o);
        });
        var options = new FeishuWebhookOptions { Target = new Uri("http://receiver.invalid/events") };
        push?.Invoke(options);
        return (simulator, simulator.CreateWebhook(options, new HttpClient(_receiver)));
    }
}
