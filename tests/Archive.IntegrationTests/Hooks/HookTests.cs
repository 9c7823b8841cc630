using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using System.Text.RegularExpressions;
using Archive.Connectors.Http.Callbacks;
using Archive.IntegrationTests.Web;
using Archive.Jobs;
using Archive.Tests.Connectors.Callbacks;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.IntegrationTests.Hooks;

/// <summary>The address that platforms push to.</summary>
public sealed partial class HookTests(HookFixture fixture) : IClassFixture<HookFixture>, IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler());

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public void Dispose()
    {
        _ = Hints(); // the next test counts its own
        _http.Dispose();
    }

    [Fact]
    public async Task An_event_of_each_platform_is_answered_and_leaves_a_hint_and_nothing_else()
    {
        var lark = await SendAsync("lark", SignedRequest.Feishu(Event("im.message.recalled_v1"), Now));
        var wecom = await SendAsync("wecom", SignedRequest.WeCom("<xml><Event>msgaudit_notify</Event></xml>", Now));
        var check = await SendAsync("wecom", SignedRequest.WeComCheck("1616140317555161061", Now));

        Assert.Equal((200, "{}"), lark);
        Assert.Equal((200, "success"), wecom);
        Assert.Equal((200, "1616140317555161061"), check);
        var hints = Hints();
        Assert.Equal(["oc_c1"], hints["lark"]);
        Assert.Empty(hints["wecom"]);
        Assert.NotEmpty(fixture.Logs.Lines);
        Assert.DoesNotContain(fixture.Logs.Lines, line => line.Contains("secret words", StringComparison.Ordinal) || line.Contains(SignedRequest.FeishuKey, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_source_without_callback_settings_and_one_that_does_not_exist_are_the_same_to_everybody()
    {
        var answers = new HashSet<string>();
        foreach (var source in new[] { "silent", "slack", "nobody", "LARK", "lark%20", "..%2flark" })
        {
            foreach (var request in new[] { SignedRequest.Feishu(Event(), Now), SignedRequest.Post(new byte[2_000_000]), SignedRequest.WeComCheck("1", Now) })
            {
                var (status, body) = await SendAsync(source, request);
                answers.Add($"{status} {TraceId().Replace(body, "")}");
            }
        }

        Assert.StartsWith("404 {", Assert.Single(answers), StringComparison.Ordinal);
        Assert.Empty(Hints());
    }

    [Fact]
    public async Task Everything_that_is_wrong_has_one_answer_and_is_in_the_log_once_a_minute()
    {
        var good = SignedRequest.Feishu(Event(), Now);
        CallbackRequest[] lark =
        [
            SignedRequest.Post(""), SignedRequest.Post("{}"), SignedRequest.Post(good.Body), SignedRequest.Feishu(Event(), Now.AddHours(-1)), SignedRequest.SignFeishu("{", Now),
            SignedRequest.Feishu(Event().Replace("vt-9", "vt-8", StringComparison.Ordinal), Now), good with { Method = "GET" },
        ];
        CallbackRequest[] wecom =
        [
            SignedRequest.Post(""), SignedRequest.WeCom("<xml/>", Now, "another"), SignedRequest.WeCom("<xml/>", Now.AddHours(1)), SignedRequest.SignWeCom("AAAA", Now),
            SignedRequest.Post("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><xml><Encrypt>&a;</Encrypt></xml>", query: SignedRequest.WeComQuery("x", Now)),
        ];

        _ = Hints(); // of the tests before
        var told = CountRefusals();
        var answers = new List<string>();
        foreach (var (source, request) in lark.Select(r => ("lark", r)).Concat(wecom.Select(r => ("wecom", r))))
        {
            var (status, body) = await SendAsync(source, request);
            answers.Add($"{status} {TraceId().Replace(body, "")}");
        }

        Assert.StartsWith("403 ", Assert.Single(answers.Distinct()), StringComparison.Ordinal);
        Assert.Empty(Hints());
        Assert.InRange(CountRefusals() - told, 0, 2);
        Assert.NotEqual(0, CountRefusals());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_a_mebibyte_is_not_read(bool announced)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, Address("lark"))
        {
            Content = new ByteArrayContent(new byte[announced ? CallbackRequest.MostBytes + 1 : 20 * CallbackRequest.MostBytes]),
        };
        message.Headers.TransferEncodingChunked = !announced;

        int status;
        try
        {
            using var response = await _http.SendAsync(message, Stop);
            status = (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            // Cut off while it was still sending.
            status = 413;
        }

        Assert.Equal(413, status);
        Assert.Equal(403, (await SendAsync("lark", SignedRequest.Post(new byte[CallbackRequest.MostBytes]))).Status);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Other_methods_are_for_nobody_who_has_not_signed_in(string method)
    {
        var known = await SendAsync("lark", SignedRequest.Feishu(Event(), Now) with { Method = method });
        var unknown = await SendAsync("nobody", SignedRequest.Feishu(Event(), Now) with { Method = method });

        Assert.Equal((401, 401), (known.Status, unknown.Status));
    }

    [Fact]
    public async Task Outcomes_are_counted_by_source_and_those_of_strangers_sources_are_not()
    {
        const string Stranger = "a stranger's";
        var counts = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Name == "archive.source.events")
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            // Other tests push to sources of their own meanwhile.
            if (tags[0].Value is "wecom" or Stranger)
            {
                counts.AddOrUpdate($"{tags[0].Value} {tags[1].Value}", value, (_, before) => before + value);
            }
        });
        listener.Start();
        var repeated = SignedRequest.WeCom("<xml><Event>subscribe</Event></xml>", Now);
        CallbackRequest[] requests =
        [
            SignedRequest.WeCom("<xml><Event>msgaudit_notify</Event></xml>", Now), repeated, repeated, SignedRequest.WeComCheck("1", Now), SignedRequest.Post("x"), SignedRequest.Post(new byte[1_100_000]),
        ];

        foreach (var request in requests)
        {
            await SendAsync("wecom", request);
        }

        await SendAsync(Stranger, requests[0]);

        Assert.Equal(
            ["wecom handshake 1", "wecom ignored 1", "wecom not_ready 0", "wecom pull_due 1", "wecom refused 1", "wecom repeated 1", "wecom too_large 1"],
            counts.Select(c => $"{c.Key} {c.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Answers_in_time_while_the_archive_cannot_write()
    {
        using var records = Hold(fixture.Folder.Records);
        using var operations = Hold(fixture.Folder.Operations);
        await SendAsync("lark", SignedRequest.Feishu(Event(), Now));
        var watch = Stopwatch.StartNew();

        var (status, _) = await SendAsync("lark", SignedRequest.Feishu(Event(), Now));

        Assert.Equal(200, status);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(8), $"{watch.Elapsed}"); // Feishu waits three; the archive waits far longer for a lock, and this machine may be busy
        Assert.Single(Hints());
    }

    [Fact]
    public async Task Whoever_sends_too_much_is_turned_away_alike_whatever_the_source()
    {
        await using var web = new WebFixture { Settings = new Dictionary<string, string?>(fixture.Settings) { ["Archive:Web:EventsPerSecond"] = "5" } };
        await web.InitializeAsync();

        var first = await HookFixture.SendAsync(_http, new Uri(web.Address, "/hooks/lark"), SignedRequest.Feishu(Event(), Now));
        var statuses = await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
            (await HookFixture.SendAsync(_http, new Uri(web.Address, i % 2 == 0 ? "/hooks/lark" : "/hooks/nobody"), SignedRequest.Feishu(Event(), Now))).Status));

        Assert.Equal(200, first.Status);
        Assert.Contains(429, statuses.Where((_, i) => i % 2 == 0));
        Assert.Contains(429, statuses.Where((_, i) => i % 2 == 1));
        using var browser = web.Open();
        Assert.Equal(200, (int)(await browser.GetAsync("/health/live")).StatusCode);
    }

    private static string Event(string type = "im.message.receive_v1") =>
        $$$"""
        {"schema":"2.0","header":{"event_id":"{{{Guid.NewGuid()}}}","event_type":"{{{type}}}","token":"vt-9","app_id":"cli_x"},
         "event":{"chat_id":"oc_c1","message":{"message_id":"om_a1","content":"{\"text\":\"secret words\"}"} } }
        """;

    private Uri Address(string source) => new(fixture.Address, "/hooks/" + source);

    private Task<(int Status, string Body)> SendAsync(string source, CallbackRequest request) => HookFixture.SendAsync(_http, Address(source), request);

    private int CountRefusals() => fixture.Logs.Lines.Count(line => line.Contains("pushed requests were refused", StringComparison.Ordinal));

    private IReadOnlyDictionary<string, HashSet<string>> Hints() => fixture.Services.GetRequiredService<PullHintInbox>().Empty();

    private static SqliteConnection Hold(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        connection.Open();
        using var begin = connection.CreateCommand();
        begin.CommandText = "begin immediate";
        begin.ExecuteNonQuery();
        return connection;
    }

    [GeneratedRegex("\"traceId\":\"[^\"]*\"", RegexOptions.None, 30_000)]
    private static partial Regex TraceId();
}
