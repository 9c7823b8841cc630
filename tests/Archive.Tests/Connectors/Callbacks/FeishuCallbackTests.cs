using System.Text;
using Archive.Connectors.Feishu.Callbacks;
using Archive.Connectors.Http.Callbacks;
using Microsoft.Extensions.Time.Testing;

namespace Archive.Tests.Connectors.Callbacks;

public sealed class FeishuCallbackTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    private readonly FakeTimeProvider _time = new(Now);
    private readonly FeishuCallback _callback;

    public FeishuCallbackTests() => _callback = Make(_time);

    /// <summary>What is wrong with each of these is nobody's business but ours.</summary>
    public static TheoryData<string> Attacks =>
    [
        "no signature", "wrong signature", "old", "early", "no time", "clear", "no body", "garbage", "truncated", "cut in a block", "flipped at the end", "flipped in the text", "another key",
        "wrong token", "another app", "no id", "get", "handshake with a wrong token", "handshake without a token", "array", "deep",
    ];

    [Fact]
    public void Answers_the_handshake_of_the_known_vector()
    {
        const string Body = """{"encrypt":"AAECAwQFBgcICQoLDA0ODyGki0cejQNyNfFzfdzEHooe/Sm631M038EZiJz4V+paWhhANHOu9iX1cTuz6xYznmYyScVsA4teQqHDbAV+pB0="}""";
        var signed = SignedRequest.Post(Body, new Dictionary<string, string>
        {
            ["X-Lark-Request-Timestamp"] = "1700000000",
            ["X-Lark-Request-Nonce"] = "nn-1",
            ["X-Lark-Signature"] = "6e5315158ebc4f03bce03189767e9c09765a24e120fc07d0add6cd05c919453a",
        });

        foreach (var request in new[] { signed, SignedRequest.Post(Body) })
        {
            Assert.Equal(new CallbackAnswer(CallbackOutcome.Handshake, 200, "application/json", """{"challenge":"c-123"}"""), _callback.Receive(request));
        }

        Assert.Equal(CallbackAnswer.Refused, _callback.Receive(SignedRequest.Post(Body + " ", signed.Headers)));
    }

    [Theory]
    [InlineData("im.message.receive_v1", CallbackOutcome.PullDue)]
    [InlineData("im.message.recalled_v1", CallbackOutcome.PullDue)]
    [InlineData("im.chat.member.bot.added_v1", CallbackOutcome.PullDue)]
    [InlineData("im.chat.member.bot.deleted_v1", CallbackOutcome.PullDue)]
    [InlineData("im.message.message_read_v1", CallbackOutcome.Ignored)]
    [InlineData("contact.user.created_v3", CallbackOutcome.Ignored)]
    public void Takes_an_event_as_a_hint_when_it_says_something_of_messages(string type, CallbackOutcome outcome)
    {
        var answer = _callback.Receive(SignedRequest.Feishu(Event(type), Now));

        Assert.Equal((outcome, 200, "{}", outcome == CallbackOutcome.PullDue), (answer.Outcome, answer.Status, answer.Body, answer.IsPullDue));
        Assert.Equal(type == "im.message.recalled_v1" ? "oc_c1" : null, answer.Conversation);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("omt_1", "oc_c1:omt_1")]
    public void Names_the_thread_that_something_was_written_in(string thread, string? place)
    {
        var answer = _callback.Receive(SignedRequest.Feishu(
            $$$"""
            {"schema":"2.0","header":{"event_id":"ev1","event_type":"im.message.receive_v1","create_time":"1700000000200","token":"vt-9","app_id":"cli_x","tenant_key":"tk1"},
             "event":{"sender":{"sender_id":{"open_id":"ou_u1","union_id":"on_u1","user_id":"u1"},"sender_type":"user","tenant_key":"tk1"},
             "message":{"message_id":"om_a1","root_id":"","parent_id":"","thread_id":"{{{thread}}}","create_time":"1700000000123","update_time":"1700000000123","chat_id":"oc_c1","chat_type":"group","message_type":"text",
             "content":"{\"text\":\"hi @_user_1\"}","mentions":[{"key":"@_user_1","id":{"open_id":"ou_u2","union_id":"on_u2","user_id":"u2"},"name":"李四","tenant_key":"tk1"}]} } }
            """,
            Now));

        Assert.Equal((CallbackOutcome.PullDue, place), (answer.Outcome, answer.Conversation));
    }

    [Theory]
    [InlineData(""" "message":{"chat_id":"oc:c1","thread_id":"omt_1"} """)]
    [InlineData(""" "message":{"chat_id":"","thread_id":"omt_1"} """)]
    [InlineData(""" "message":{"chat_id":7,"thread_id":["omt_1"]} """)]
    [InlineData(""" "message":{"chat_id":"oc_c1","thread_id":"\ud800"} """)]
    [InlineData(""" "message":{"chat_id":"oc_c1","thread_id":"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789+"} """)]
    [InlineData(""" "message":"of another form" """)]
    [InlineData(""" "other":0 """)]
    public void Takes_a_message_whose_thread_cannot_be_named_as_a_plain_hint(string content)
    {
        var answer = _callback.Receive(SignedRequest.Feishu(
            $$$"""{"header":{"event_id":"ev1","event_type":"im.message.receive_v1","token":"vt-9","app_id":"cli_x"},"event":{{{{content}}}} }""", Now));

        Assert.Equal((CallbackOutcome.PullDue, null), (answer.Outcome, answer.Conversation));
    }

    [Fact]
    public void Names_the_chat_of_a_recall()
    {
        var answer = _callback.Receive(SignedRequest.Feishu(
            """
            {"schema":"2.0","header":{"event_id":"ev1","event_type":"im.message.recalled_v1","create_time":"1700000000200","token":"vt-9","app_id":"cli_x","tenant_key":"tk1"},
             "event":{"message_id":"om_a1","chat_id":"oc_c1","recall_time":"1700000000200","recall_type":"message_owner"} }
            """,
            Now));

        Assert.Equal((CallbackOutcome.PullDue, "oc_c1"), (answer.Outcome, answer.Conversation));
    }

    [Theory]
    [InlineData("vt-9", CallbackOutcome.Ignored)]
    [InlineData("vt-8", CallbackOutcome.Refused)]
    public void Answers_an_event_of_the_first_form_and_ignores_it(string token, CallbackOutcome outcome) => Assert.Equal(outcome, _callback.Receive(SignedRequest.Feishu(
        $$"""{"ts":"1700000000.2","uuid":"u1","token":"{{token}}","type":"event_callback","event":{"type":"message"} }""", Now)).Outcome);

    [Fact]
    public void Ignores_an_event_that_comes_again_and_takes_another_one()
    {
        var outcomes = new[] { "ev1", "ev1", "ev2", "ev1" }.Select(id => _callback.Receive(SignedRequest.Feishu(Event(id: id), Now)).Outcome);

        Assert.Equal([CallbackOutcome.PullDue, CallbackOutcome.Repeated, CallbackOutcome.PullDue, CallbackOutcome.Repeated], outcomes);
    }

    [Fact]
    public void A_captured_request_is_good_for_nothing_as_long_as_its_time_is()
    {
        var captured = SignedRequest.Feishu(Event(), Now + RecentEvents.Window);
        var outcomes = new List<CallbackOutcome> { _callback.Receive(captured).Outcome };
        for (var passed = TimeSpan.Zero; passed <= RecentEvents.Window * 3; passed += TimeSpan.FromSeconds(30))
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            outcomes.Add(_callback.Receive(captured).Outcome);
        }

        Assert.Equal(CallbackOutcome.PullDue, outcomes[0]);
        Assert.All(outcomes.Skip(1), outcome => Assert.True(outcome is CallbackOutcome.Repeated or CallbackOutcome.Refused));
        Assert.Equal(CallbackOutcome.Refused, outcomes[^1]);
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Gives_one_answer_to_everything_that_is_wrong(string attack) => Assert.Same(CallbackAnswer.Refused, _callback.Receive(Attack(attack)));

    [Fact]
    public void A_secret_that_cannot_be_read_is_no_refusal_and_is_read_once_it_is_there()
    {
        var file = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        var callback = new FeishuCallback(new FeishuCallbackOptions
        {
            Source = "lark",
            AppId = "cli_x",
            EncryptKey = CallbackSecret.Of("lark", "EncryptKey", null, file),
            VerificationToken = CallbackSecret.Of("lark", "VerificationToken", "vt-9", null),
        }, _time);

        var before = callback.Receive(SignedRequest.Feishu(Event(), Now));
        File.WriteAllText(file, SignedRequest.FeishuKey + "\n");
        var after = callback.Receive(SignedRequest.Feishu(Event(), Now));
        File.Delete(file);

        Assert.Equal((503, CallbackOutcome.PullDue), (before.Status, after.Outcome));
    }

    internal static FeishuCallback Make(TimeProvider time) => new(
        FeishuCallbackOptions.Of("lark", "cli_x", new FeishuCallbackSettings { EncryptKey = SignedRequest.FeishuKey, VerificationToken = "vt-9" }), time);

    internal static string Event(string type = "im.message.receive_v1", string id = "ev1", string token = "vt-9", string app = "cli_x") =>
        $$$"""
        {"schema":"2.0","header":{"event_id":"{{{id}}}","event_type":"{{{type}}}","create_time":"1700000000200","token":"{{{token}}}","app_id":"{{{app}}}","tenant_key":"tk1"},
         "event":{"sender":{"sender_id":{"open_id":"ou_u1"}},"chat_id":"oc_c1","message":{"message_id":"om_a1","content":"{\"text\":\"secret words\"}"} } }
        """;

    private static CallbackRequest Attack(string attack)
    {
        var good = SignedRequest.Feishu(Event(), Now);
        var text = SignedRequest.FeishuBody(Event())[12..^2];
        var bytes = Convert.FromBase64String(text);
        return attack switch
        {
            "no signature" => good with { Headers = new Dictionary<string, string>() },
            "wrong signature" => good with { Headers = new Dictionary<string, string>(good.Headers) { ["X-Lark-Signature"] = new('0', 64) } },
            "old" => SignedRequest.Feishu(Event(), Now - RecentEvents.Window - TimeSpan.FromSeconds(1)),
            "early" => SignedRequest.Feishu(Event(), Now + RecentEvents.Window + TimeSpan.FromSeconds(1)),
            "no time" => good with { Headers = new Dictionary<string, string> { ["X-Lark-Signature"] = good.Headers["X-Lark-Signature"] } },
            "clear" => SignedRequest.SignFeishu(Event(), Now),
            "no body" => SignedRequest.SignFeishu("", Now),
            "garbage" => SignedRequest.SignFeishu("""{"encrypt":"§§§"}""", Now),
            "truncated" => Encrypted(bytes[..^16]),
            "cut in a block" => Encrypted(bytes[..^3]),
            "flipped at the end" => Encrypted([.. bytes[..^17], (byte)(bytes[^17] ^ 1), .. bytes[^16..]]),
            "flipped in the text" => Encrypted([.. bytes[..40], (byte)(bytes[40] ^ 1), .. bytes[41..]]),
            "another key" => Encrypted([.. bytes[..32].Reverse(), .. bytes[32..]]),
            "wrong token" => SignedRequest.Feishu(Event(token: "vt-8"), Now),
            "another app" => SignedRequest.Feishu(Event(app: "cli_y"), Now),
            "no id" => SignedRequest.Feishu(Event(id: ""), Now),
            "get" => good with { Method = "GET" },
            "handshake with a wrong token" => SignedRequest.Feishu("""{"challenge":"c","token":"vt-8","type":"url_verification"}""", Now),
            "handshake without a token" => SignedRequest.Feishu("""{"challenge":"c","type":"url_verification"}""", Now),
            "array" => SignedRequest.SignFeishu("[[1],2]", Now),
            "deep" => SignedRequest.SignFeishu(new string('[', 500_000), Now),
            _ => throw new ArgumentException(attack),
        };
    }

    /// <summary>Signed with the right key: whoever could do that would still learn nothing from the answer.</summary>
    private static CallbackRequest Encrypted(byte[] bytes) => SignedRequest.SignFeishu($$"""{"encrypt":"{{Convert.ToBase64String(bytes)}}"}""", Now);
}
