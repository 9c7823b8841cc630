using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Archive.Simulators.Feishu.Events;
using Archive.Simulators.Hosting;

namespace Archive.Simulators.Feishu;

/// <summary>Pushes the events of a simulated tenant to a receiver, as time is moved. One caller at a time.</summary>
public sealed class FeishuWebhook
{
    private readonly FeishuSimulator _simulator;
    private readonly FeishuWebhookOptions _options;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly EventWriter _writer;
    private readonly EventTimeline _timeline;
    private readonly List<WebhookDelivery> _deliveries = [];
    private readonly List<Pending> _pending = [];
    private DateTimeOffset _until;
    private int _sent;

    internal FeishuWebhook(
        FeishuSimulator simulator, FeishuWebhookOptions options, HttpClient http, TimeProvider time, EventTimeline timeline, EventWriter writer, DateTimeOffset from)
    {
        (_simulator, _options, _http, _time, _timeline, _writer, _until) = (simulator, options, http, time, timeline, writer, from);
    }

    /// <summary>Every attempt so far, in order.</summary>
    public IReadOnlyList<WebhookDelivery> Deliveries => _deliveries;

    /// <summary>Events that wait for their next attempt.</summary>
    public int PendingCount => _pending.Count;

    /// <summary>Events whose last attempt failed.</summary>
    public int GivenUpCount { get; private set; }

    /// <summary>The handshake by which the platform accepts a request URL.</summary>
    /// <returns>Whether the receiver answered 200 with the challenge in time.</returns>
    public async Task<bool> VerifyAsync(CancellationToken cancellationToken)
    {
        var challenge = "c-" + StableHash.Hex32($"{_sent}", "challenge");
        var body = JsonSerializer.SerializeToUtf8Bytes(new { challenge, token = _options.VerificationToken, type = "url_verification" });
        var (status, answer) = await PostAsync(body, cancellationToken);
        try
        {
            using var json = JsonDocument.Parse(answer);
            return status == 200 && json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("challenge", out var echoed) && echoed.ValueKind == JsonValueKind.String && echoed.GetString() == challenge;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Moves the simulator's time and pushes what happened since, in order. An event that is not delivered does not hold up the next.</summary>
    /// <returns>Number of events, without repeats.</returns>
    public async Task<int> AdvanceAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        _simulator.ServedUntil = until;
        var events = _timeline.Between(_until, until);
        _until = until > _until ? until : _until;
        foreach (var happening in events)
        {
            await PushAsync(happening, happening.Id, cancellationToken);
            if (_options.RepeatOneIn > 0 && StableHash.OneIn((ulong)_options.RepeatOneIn, happening.Id, "repeat"))
            {
                await PushAsync(happening, StableHash.Hex32(happening.Id, "repeated event"), cancellationToken);
            }
        }

        return events.Count;
    }

    /// <summary>Pushes again what was not delivered and is due, by the simulator's clock.</summary>
    /// <returns>Number of attempts.</returns>
    public async Task<int> RetryDueAsync(CancellationToken cancellationToken)
    {
        var due = _pending.Where(p => p.Due <= _time.GetUtcNow()).ToArray();
        foreach (var waiting in due)
        {
            _pending.Remove(waiting);
            await AttemptAsync(waiting, cancellationToken);
        }

        return due.Length;
    }

    private Task PushAsync(Happening happening, string eventId, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>(1_024);
        _writer.Write(body, happening, eventId, _options.VerificationToken);
        return AttemptAsync(new Pending(happening.EventType, eventId, body.WrittenMemory.ToArray(), 0, default), cancellationToken);
    }

    private async Task AttemptAsync(Pending pending, CancellationToken cancellationToken)
    {
        var (status, _) = await PostAsync(pending.Body, cancellationToken);
        var delivery = new WebhookDelivery(pending.EventType, pending.EventId, pending.Failures + 1, status);
        _deliveries.Add(delivery);
        if (delivery.IsDelivered)
        {
            return;
        }

        if (pending.Failures == _options.Retries.Count)
        {
            GivenUpCount++;
            return;
        }

        _pending.Add(pending with { Failures = pending.Failures + 1, Due = _time.GetUtcNow() + _options.Retries[pending.Failures] });
    }

    private async Task<(int Status, byte[] Answer)> PostAsync(byte[] clear, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_options.AnswerWithin, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, _options.Target) { Content = Content(clear, out var headers) };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(either.Token));
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Not delivered: the receiver is gone, slow or broken.
            return (0, []);
        }
    }

    private ByteArrayContent Content(byte[] clear, out (string Name, string Value)[] headers)
    {
        var number = (++_sent).ToString(CultureInfo.InvariantCulture);
        var body = clear;
        headers = [];
        if (_options.EncryptKey is { } key)
        {
            body = EventCipher.Body(key, clear, Encoding.ASCII.GetBytes(StableHash.Hex32(number, "iv")[..16]));
            var (timestamp, nonce) = (_time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), StableHash.Digits36(10, number, "nonce"));
            headers =
            [
                ("X-Lark-Request-Timestamp", timestamp), ("X-Lark-Request-Nonce", nonce), ("X-Lark-Signature", EventCipher.Sign(key, timestamp, nonce, body)),
            ];
        }

        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        return content;
    }

    private sealed record Pending(string EventType, string EventId, byte[] Body, int Failures, DateTimeOffset Due);
}
