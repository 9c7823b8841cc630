using System.Diagnostics;
using System.Text;
using Archive.Core.Dependencies;
using Archive.Core.Search;
using Archive.Core.Search.Analysis;
using Archive.Search.Elasticsearch;
using static Archive.IntegrationTests.Search.TestIndex;

namespace Archive.IntegrationTests.Search.Elasticsearch;

public sealed class ElasticsearchTransportTests
{
    private readonly ScriptedNodes _nodes = new();
    private readonly ElasticsearchOptions _options = new()
    {
        Nodes = [new Uri("http://one:9200"), new Uri("http://two:9200")],
        RetryDelay = TimeSpan.FromMilliseconds(1),
        Retries = 3,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Goes_to_the_next_node_when_one_fails_and_stays_there()
    {
        var transport = _nodes.ThenFail().Then(200).Then(200).ToTransport(_options);

        await GetAsync(transport);
        await GetAsync(transport);

        Assert.Equal(["GET one:9200/x", "GET two:9200/x", "GET two:9200/x"], _nodes.Requests);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Tries_again_what_may_pass_and_gives_the_status_back_in_the_end(int status)
    {
        var transport = _nodes.Then(status).Then(200).Then(status).Then(status).Then(status).Then(status).ToTransport(_options);

        Assert.Equal(200, (await GetAsync(transport)).Status);
        Assert.Equal(status, (await GetAsync(transport)).Status);
        Assert.Equal(6, _nodes.Requests.Count);
    }

    [Fact]
    public async Task Pauses_when_the_cluster_is_away_and_tells_so_until_it_is_back()
    {
        var states = new DependencyStates(TimeProvider.System);
        var transport = _nodes.ToTransport(_options, states);
        Assert.Equal(DependencyCondition.Closed, states.Find("elasticsearch")?.State);
        for (var i = 0; i < 20; i++)
        {
            _nodes.ThenFail();
        }

        for (var i = 0; i < 5; i++)
        {
            await Assert.ThrowsAsync<IndexUnavailableException>(() => GetAsync(transport));
        }

        Assert.Equal(DependencyCondition.Open, states.Find("elasticsearch")?.State);
        var paused = await Assert.ThrowsAsync<IndexUnavailableException>(() => GetAsync(transport));
        Assert.Contains("paused", paused.Message, StringComparison.Ordinal);
        Assert.Equal(20, _nodes.Requests.Count);

        _nodes.Then(200);
        await Task.Delay(TimeSpan.FromSeconds(5.5), Token);
        Assert.Equal(200, (await GetAsync(transport)).Status);
        Assert.Equal(DependencyCondition.Closed, states.Find("elasticsearch")?.State);
    }

    [Fact]
    public async Task Being_asked_to_slow_down_pauses_nothing()
    {
        var states = new DependencyStates(TimeProvider.System);
        var transport = _nodes.ToTransport(_options, states);
        for (var i = 0; i < 24; i++)
        {
            _nodes.Then(429);
        }

        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(429, (await GetAsync(transport)).Status);
        }

        Assert.Equal(DependencyCondition.Closed, states.Find("elasticsearch")?.State);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(500)]
    public async Task Any_other_status_is_an_answer_at_once(int status)
    {
        var answer = await GetAsync(_nodes.Then(status, """{"error":"x"}""").ToTransport(_options));

        Assert.Equal((status, """{"error":"x"}"""), (answer.Status, Encoding.UTF8.GetString(answer.Body.Span)));
        Assert.Single(_nodes.Requests);
    }

    [Fact]
    public async Task Waits_as_long_as_the_server_asks()
    {
        var transport = _nodes.Then(429, retryAfter: "1").Then(200).ToTransport(_options);
        var watch = Stopwatch.StartNew();

        await GetAsync(transport);

        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(0.9));
    }

    [Fact]
    public async Task The_right_password_that_is_refused_for_a_moment_is_offered_again_and_a_wrong_one_not_for_ever()
    {
        _options.Username = "elastic";
        _options.Password = "s3cret";
        var transport = _nodes.Then(401).Then(401).Then(200).ToTransport(_options);
        Assert.Equal(200, (await GetAsync(transport)).Status);
        Assert.Equal("GET one:9200/x Basic", _nodes.Requests[0]);

        var refused = new ScriptedNodes().Then(401).Then(401).Then(401).Then(401).Then(401);
        var exception = await Assert.ThrowsAnyAsync<IndexUnavailableException>(
            () => new ElasticsearchClient(refused.ToTransport(_options)).SendAsync(HttpMethod.Get, "/x", null, Token));
        Assert.Contains("401", exception.Message, StringComparison.Ordinal);
        Assert.Equal(5, refused.Requests.Count);
        Assert.DoesNotContain("s3cret", exception.ToString() + new ElasticsearchCredentials(_options), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_secret_in_the_file_is_taken_after_a_refusal()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "first\n", Token);
            _options.ApiKeyFile = file;
            var transport = _nodes.Then(200).Then(401).Then(200).ToTransport(_options);
            await GetAsync(transport);
            await File.WriteAllTextAsync(file, "second\n", Token);
            Assert.Equal(200, (await GetAsync(transport)).Status);
            Assert.All(_nodes.Requests, request => Assert.EndsWith("ApiKey", request, StringComparison.Ordinal));

            _options.ApiKeyFile = file + ".missing";
            var exception = await Assert.ThrowsAsync<IndexUnavailableException>(() => GetAsync(new ScriptedNodes().ToTransport(_options)));
            Assert.Contains(".missing", exception.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Says_what_to_do_when_no_node_answers()
    {
        var exception = await Assert.ThrowsAsync<IndexUnavailableException>(() => GetAsync(_nodes.ThenFail().ThenFail().ThenFail().ThenFail().ToTransport(_options)));

        Assert.Contains("one:9200, two:9200", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Nodes", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_so_when_answers_take_too_long_but_cancellation_is_cancellation()
    {
        _options.RequestTimeout = TimeSpan.FromSeconds(1); // the least that may be set
        _options.Retries = 1;
        var exception = await Assert.ThrowsAsync<IndexUnavailableException>(() => GetAsync(_nodes.ThenSilence().ThenSilence().ToTransport(_options)));
        Assert.Contains("in time", exception.Message, StringComparison.Ordinal);
        Assert.Equal(2, _nodes.Requests.Count);

        _options.RequestTimeout = TimeSpan.FromSeconds(30);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        cancellation.CancelAfter(50);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new ScriptedNodes().ThenSilence().ToTransport(_options)
            .SendAsync(HttpMethod.Get, "/x", default, ElasticsearchBody.None, cancellation.Token));
    }

    [Fact]
    public async Task A_success_of_something_else_is_refused()
    {
        var exception = await Assert.ThrowsAsync<IndexUnavailableException>(() => GetAsync(_nodes.Then(200, "<html>", isProduct: false).ToTransport(_options)));

        Assert.Contains("not an Elasticsearch", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_a_proxy_is_refused_as_a_success_and_has_its_status_as_an_error()
    {
        var exception = await Assert.ThrowsAsync<IndexUnavailableException>(
            () => GetAsync(_nodes.Then(200, "<html>", isProduct: false, mediaType: "text/html").ToTransport(_options)));
        Assert.Contains("one:9200 is not an Elasticsearch", exception.Message, StringComparison.Ordinal);

        _options.Retries = 0;
        Assert.Equal(502, (await GetAsync(new ScriptedNodes().Then(502, "<html>", isProduct: false, mediaType: "text/html").ToTransport(_options))).Status);
        Assert.Equal(404, (await GetAsync(new ScriptedNodes().Then(404, "<html>", isProduct: false, mediaType: "text/html").ToTransport(_options))).Status);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_asked_for_again_and_said_in_the_end()
    {
        _options.Retries = 1;
        Assert.Equal(200, (await GetAsync(_nodes.ThenHalf().Then(200).ToTransport(_options))).Status);
        Assert.Equal(2, _nodes.Requests.Count);

        var exception = await Assert.ThrowsAsync<IndexUnavailableException>(() => GetAsync(new ScriptedNodes().ThenHalf().ThenHalf().ToTransport(_options)));
        Assert.Contains("broke off", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ElasticsearchBody.Json, "json")]
    [InlineData(ElasticsearchBody.Lines, "x-ndjson")]
    internal async Task Bodies_are_sent_as_they_are_and_under_the_same_version_as_the_answer(ElasticsearchBody kind, string expected)
    {
        var body = "{\"a\":\"電匯\"}\n"u8.ToArray();

        await _nodes.Then(429).Then(200).ToTransport(_options).SendAsync(HttpMethod.Post, "/_bulk?refresh=true", body, kind, Token);

        Assert.Equal(["POST one:9200/_bulk?refresh=true", "POST two:9200/_bulk?refresh=true"], _nodes.Requests);
        Assert.Equal(2, _nodes.Bodies.Count);
        Assert.All(_nodes.Bodies, sent =>
        {
            Assert.Equal("{\"a\":\"電匯\"}\n", sent.Body);
            Assert.Equal(sent.Accept.Replace(" ", "", StringComparison.Ordinal).Replace("json", expected, StringComparison.Ordinal), sent.ContentType.Replace(" ", "", StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_said_in_words()
    {
        _options.Nodes = [new Uri("http://127.0.0.1:1")];
        using var index = new ElasticsearchIndex(ElasticsearchTransports.Create(_options), _options, TimeProvider.System);

        var exception = await Assert.ThrowsAsync<IndexUnavailableException>(
            () => index.SearchAsync(new BoundQuery(Phrase("alpha"), SearchScope.Everything), new IndexPaging(0, 1, SearchOrder.Newest), Token));

        Assert.Contains("127.0.0.1:1", exception.Message, StringComparison.Ordinal);
        Assert.Contains("accepts connections", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_did_not_answer_makes_the_answer_an_error()
    {
        var state = """{"_seq_no":1,"_primary_term":1,"_source":{"state":{"version":3,"written":{"number":1,"cursor":9,"analyzer":"ANALYZER","schema":1,"years":[2024]},"names":0,"namesErased":0}}}""".Replace("ANALYZER", TextAnalyzer.Name, StringComparison.Ordinal);
        _nodes.Then(200, state).Then(200, """{"id":"p"}""").Then(200, """{"pit_id":"p","timed_out":false,"_shards":{"failed":0},"hits":{"hits":[]}}""").Then(200)
            .Then(200, """{"responses":[{"timed_out":false,"_shards":{"failed":1},"hits":{"total":{"value":0,"relation":"eq"},"hits":[]}},{}]}""");
        using var index = new ElasticsearchIndex(_nodes.ToTransport(_options), _options, TimeProvider.System);

        var exception = await Assert.ThrowsAnyAsync<IndexUnavailableException>(
            () => index.SearchAsync(new BoundQuery(Phrase("alpha"), SearchScope.Everything), new IndexPaging(0, 1, SearchOrder.Newest), Token));

        Assert.Contains("did not answer", exception.Message, StringComparison.Ordinal);
    }

    private static Task<ElasticsearchResponse> GetAsync(IElasticsearchTransport transport) =>
        transport.SendAsync(HttpMethod.Get, "/x", default, ElasticsearchBody.None, Token);
}
