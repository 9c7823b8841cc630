using System.Text;
using Archive.Connectors.Http.Callbacks;
using Microsoft.Extensions.Time.Testing;

namespace Archive.Tests.Connectors.Callbacks;

/// <summary>Whatever comes, nothing is thrown and nothing is pulled.</summary>
public sealed class RandomRequestTests
{
    private const int Rounds = 3_000;
    private const string Signs = "{}[]\":,<>/&;!?0aevnt\\u\u00ff ";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    private readonly IPlatformCallback[] _callbacks = [FeishuCallbackTests.Make(new FakeTimeProvider(Now)), WeComCallbackTests.Make(new FakeTimeProvider(Now))];

    [Fact]
    public void Random_bytes_are_refused() => Each((random, _) =>
    {
        var body = new byte[random.Next(0, 600)];
        random.NextBytes(body);
        return SignedRequest.Post(body, Names(random, "X-Lark-Signature", "X-Lark-Request-Timestamp", "X-Lark-Request-Nonce"), Names(random, "msg_signature", "timestamp", "nonce", "echostr"))
            with { Method = random.Next(2) == 0 ? "GET" : "POST" };
    });

    [Fact]
    public void Good_requests_with_a_few_bytes_changed_are_refused() => Each((random, good) =>
    {
        // Within the encrypted text: of the rest of WeCom's nothing is signed, and nothing read.
        var body = good.Body.ToArray();
        var from = Encoding.ASCII.GetString(body).IndexOf("ncrypt", StringComparison.Ordinal) + 20;
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            body[random.Next(from, body.Length - 30)] ^= (byte)(1 << random.Next(7));
        }

        return body.AsSpan().SequenceEqual(good.Body.Span) ? SignedRequest.Post("") : good with { Body = body };
    });

    [Fact]
    public void Random_text_under_a_right_signature_is_refused() => Each((random, good) =>
    {
        var text = new byte[random.Next(0, 40) * 8];
        random.NextBytes(text);
        var encrypted = Convert.ToBase64String(text);
        return good.Headers.Count > 0
            ? SignedRequest.SignFeishu(random.Next(2) == 0 ? $$"""{"encrypt":"{{encrypted}}"}""" : Encoding.Latin1.GetString(text), Now)
            : SignedRequest.SignWeCom(encrypted, Now);
    });

    [Fact]
    public void Random_events_in_a_right_cipher_are_no_hints() => Each((random, good) =>
    {
        var text = Encoding.Latin1.GetString([.. Enumerable.Range(0, random.Next(0, 80)).Select(_ => (byte)Signs[random.Next(Signs.Length)])]);
        return good.Headers.Count > 0 ? SignedRequest.Feishu(text, Now) : SignedRequest.WeCom(text, Now);
    });

    private void Each(Func<Random, CallbackRequest, CallbackRequest> make)
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        CallbackRequest[] good = [SignedRequest.Feishu(FeishuCallbackTests.Event(), Now), SignedRequest.WeCom("<xml><Event>msgaudit_notify</Event></xml>", Now)];
        for (var i = 0; i < Rounds; i++)
        {
            foreach (var (callback, known) in _callbacks.Zip(good))
            {
                var request = make(random, known);
                var failure = Record.Exception(() => Assert.False(callback.Receive(request).IsPullDue));
                Assert.True(failure is null, $"seed {seed}, round {i}, {callback.Source}: {failure}");
            }
        }
    }

    private static Dictionary<string, string> Names(Random random, params string[] names) =>
        names.Where(_ => random.Next(3) > 0).ToDictionary(name => name, _ => random.Next(2) == 0 ? $"{random.NextInt64()}" : Convert.ToHexStringLower(BitConverter.GetBytes(random.NextInt64())));
}
