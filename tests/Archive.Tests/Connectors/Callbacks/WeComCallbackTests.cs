using System.Text;
using Archive.Connectors.Http.Callbacks;
using Archive.Connectors.WeCom.Callbacks;
using Microsoft.Extensions.Time.Testing;

namespace Archive.Tests.Connectors.Callbacks;

public sealed class WeComCallbackTests
{
    private const string Notify = "<xml><Event><![CDATA[msgaudit_notify]]></Event></xml>";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    private readonly FakeTimeProvider _time = new(Now);
    private readonly WeComCallback _callback;

    public WeComCallbackTests() => _callback = Make(_time);

    public static TheoryData<string> Attacks =>
    [
        "wrong signature", "no signature", "old", "early", "another firm", "longer firm", "length too long", "length negative", "truncated", "cut in a block", "flipped at the end",
        "flipped in the text", "garbage", "no body", "entities", "outside entity", "parameter entity", "nested", "twice", "empty", "no xml inside", "entities inside", "check by another firm",
        "check without a text", "other method", "unknown encoding",
    ];

    [Fact]
    public void Takes_the_known_vector()
    {
        const string Encrypted = "biyR8QmOWQ/hm36MJ+LcEP3ccEQrs2saHg8h+fJWNfoLJV4AASqfIixUhZYx1z6zLdlD6Ig6hgSsoY75yH0wqg9oJhSDKO2OkfQ1mR1UD5kkfX2xVJrP3HTOTSocAwwV";
        var request = SignedRequest.Post(
            $"<xml><ToUserName>x</ToUserName><AgentID>1</AgentID><Encrypt>{Encrypted}</Encrypt></xml>",
            query: new Dictionary<string, string> { ["msg_signature"] = "6a74422134bc97c5eaeda7fc4b774d23afbaa6ca", ["timestamp"] = "1700000000", ["nonce"] = "n0nce42" });

        Assert.Equal(new CallbackAnswer(CallbackOutcome.PullDue, 200, "text/plain", "success"), _callback.Receive(request));
        Assert.Equal(CallbackOutcome.Repeated, _callback.Receive(request).Outcome);
        var message = WeComCipher.TryOpen(Convert.FromBase64String(SignedRequest.WeComKey + "="), Encrypted, SignedRequest.Corp);
        Assert.Equal(Notify, Encoding.UTF8.GetString(message ?? []));
    }

    [Theory]
    [InlineData("<xml><ToUserName>c</ToUserName><FromUserName>sys</FromUserName><MsgType>event</MsgType><AgentID>1</AgentID><Event>msgaudit_notify</Event></xml>", CallbackOutcome.PullDue)]
    [InlineData("<xml><Event>change_external_contact</Event><ChangeType>msg_audit_approved</ChangeType><UserID>u</UserID><WelcomeCode>w</WelcomeCode></xml>", CallbackOutcome.PullDue)]
    [InlineData("<xml><Event>change_external_contact</Event><ChangeType>add_external_contact</ChangeType></xml>", CallbackOutcome.Ignored)]
    [InlineData("<xml><Event>subscribe</Event></xml>", CallbackOutcome.Ignored)]
    [InlineData("<xml><ChangeType>msg_audit_approved</ChangeType></xml>", CallbackOutcome.Ignored)]
    public void Takes_an_event_as_a_hint_when_it_says_something_of_messages(string message, CallbackOutcome outcome)
    {
        var answer = _callback.Receive(SignedRequest.WeCom(message, Now));

        Assert.Equal((outcome, 200, "success", null), (answer.Outcome, answer.Status, answer.Body, answer.Conversation));
    }

    [Fact]
    public void Answers_the_check_of_the_address_with_its_text_alone()
    {
        var answer = _callback.Receive(SignedRequest.WeComCheck("4417593012948", Now));

        Assert.Equal(new CallbackAnswer(CallbackOutcome.Handshake, 200, "text/plain", "4417593012948"), answer);
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Gives_one_answer_to_everything_that_is_wrong(string attack) => Assert.Same(CallbackAnswer.Refused, _callback.Receive(Attack(attack)));

    [Theory]
    [InlineData("short")]
    [InlineData("AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHy§")]
    public void A_key_that_is_none_is_no_refusal(string key)
    {
        var callback = new WeComCallback(Options(key), _time);

        Assert.Equal(503, callback.Receive(SignedRequest.WeCom(Notify, Now)).Status);
    }

    [Fact]
    public void A_key_whose_last_character_has_bits_left_over_is_one() =>
        Assert.NotNull(WeComCipher.TryReadKey("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"[..42] + "P"));

    internal static WeComCallback Make(TimeProvider time) => new(Options(SignedRequest.WeComKey), time);

    private static WeComCallbackOptions Options(string key) => WeComCallbackOptions.Of(
        "wecom", SignedRequest.Corp, new WeComCallbackSettings { Token = SignedRequest.WeComToken, EncodingAesKey = key });

    private static CallbackRequest Attack(string attack)
    {
        // Eight to the tenth: who expands it never answers.
        var entities = "<!DOCTYPE lolz [<!ENTITY e0 \"ha\">"
            + string.Concat(Enumerable.Range(1, 10).Select(i => $"<!ENTITY e{i} \"{string.Concat(Enumerable.Repeat($"&e{i - 1};", 8))}\">")) + "]>";
        var good = SignedRequest.WeCom(Notify, Now);
        var bytes = Convert.FromBase64String(SignedRequest.WeComCipherText(Encoding.UTF8.GetBytes(Notify), SignedRequest.Corp));
        return attack switch
        {
            "wrong signature" => good with { Query = new Dictionary<string, string>(good.Query) { ["msg_signature"] = new('0', 40) } },
            "no signature" => good with { Query = new Dictionary<string, string>() },
            "old" => SignedRequest.WeCom(Notify, Now - RecentEvents.Window - TimeSpan.FromSeconds(1)),
            "early" => SignedRequest.WeCom(Notify, Now + RecentEvents.Window + TimeSpan.FromSeconds(1)),
            "another firm" => SignedRequest.WeCom(Notify, Now, "wwarchivecorp0002"),
            "longer firm" => SignedRequest.WeCom(Notify, Now, SignedRequest.Corp + "0"),
            "length too long" => SignedRequest.SignWeCom(SignedRequest.WeComCipherText(Encoding.UTF8.GetBytes(Notify), SignedRequest.Corp, 500), Now),
            "length negative" => SignedRequest.SignWeCom(SignedRequest.WeComCipherText(Encoding.UTF8.GetBytes(Notify), SignedRequest.Corp, -1), Now),
            "truncated" => SignedRequest.SignWeCom(Convert.ToBase64String(bytes[..^32]), Now),
            "cut in a block" => SignedRequest.SignWeCom(Convert.ToBase64String(bytes[..^5]), Now),
            "flipped at the end" => SignedRequest.SignWeCom(Convert.ToBase64String([.. bytes[..^17], (byte)(bytes[^17] ^ 0x40), .. bytes[^16..]]), Now),
            "flipped in the text" => SignedRequest.SignWeCom(Convert.ToBase64String([.. bytes[..16], (byte)(bytes[16] ^ 1), .. bytes[17..]]), Now),
            "garbage" => SignedRequest.SignWeCom("not base64 §", Now),
            "no body" => SignedRequest.Post("", query: good.Query),
            "entities" => Xml($"{entities}<xml><Encrypt>&e10;</Encrypt></xml>"),
            "outside entity" => Xml("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><xml><Encrypt>&a;</Encrypt></xml>"),
            "parameter entity" => Xml("<!DOCTYPE x [<!ENTITY % a SYSTEM \"http://127.0.0.1:9/x.dtd\"> %a;]><xml><Encrypt>x</Encrypt></xml>"),
            "nested" => Xml(string.Concat(Enumerable.Repeat("<a>", 300_000))),
            "twice" => SignedRequest.Post($"<xml><Encrypt>x</Encrypt><Encrypt>{Convert.ToBase64String(bytes)}</Encrypt></xml>", query: SignedRequest.WeComQuery(Convert.ToBase64String(bytes), Now)),
            "empty" => SignedRequest.SignWeCom("", Now),
            "no xml inside" => SignedRequest.WeCom("msgaudit_notify", Now),
            "entities inside" => SignedRequest.WeCom($"{entities}<xml><Event>&e10;</Event></xml>", Now),
            "check by another firm" => SignedRequest.WeComCheck("1", Now, "another"),
            "check without a text" => good with { Method = "GET" },
            "other method" => SignedRequest.WeComCheck("1", Now) with { Method = "PUT" },
            "unknown encoding" => Xml("<?xml version=\"1.0\" encoding=\"nothing-1\"?><xml/>"),
            _ => throw new ArgumentException(attack),
        };
    }

    private static CallbackRequest Xml(string body) => SignedRequest.Post(body, query: SignedRequest.WeComQuery("x", Now));
}
