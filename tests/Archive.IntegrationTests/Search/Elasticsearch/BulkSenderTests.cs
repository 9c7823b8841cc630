using System.Text;
using Archive.Core.Search;
using Archive.Search.Elasticsearch;

namespace Archive.IntegrationTests.Search.Elasticsearch;

public sealed class BulkSenderTests
{
    private readonly ElasticsearchOptions _options = new() { Nodes = [new Uri("http://one:9200")], RetryDelay = TimeSpan.FromMilliseconds(1), Retries = 0 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_items_that_the_cluster_was_too_busy_for_are_sent_again()
    {
        var sent = new List<string>();
        var nodes = new RecordingTransport(
            sent, Answer(Item(1, 201), Item(2, 429, "es_rejected_execution_exception"), Item(3, 409, "version_conflict_engine_exception"), Item(4, 429, "es_rejected_execution_exception")),
            Answer(Item(2, 429, "es_rejected_execution_exception"), Item(4, 201)), """{"errors":false,"items":[{"index":{"_id":"2","status":201}}]}""");
        using var body = MakeBody(4);

        await new BulkSender(new ElasticsearchClient(nodes), _options, TimeProvider.System).SendAsync(body, Token);

        Assert.Equal(["1234", "24", "2"], sent);
        Assert.Equal(0, body.Count);
    }

    [Theory]
    [InlineData(400, "strict_dynamic_mapping_exception")]
    [InlineData(400, "document_parsing_exception")]
    [InlineData(409, "something_else")]
    [InlineData(500, "error")]
    public async Task Any_other_failure_names_status_and_type(int status, string type)
    {
        using var body = MakeBody(2);
        var nodes = new RecordingTransport([], Answer(Item(1, 201), Item(2, status, type)));

        var exception = await Assert.ThrowsAnyAsync<IndexUnavailableException>(
            () => new BulkSender(new ElasticsearchClient(nodes), _options, TimeProvider.System).SendAsync(body, Token));

        Assert.Contains($"{status} {type}", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_that_stays_too_busy_is_an_error_and_so_is_an_answer_with_fewer_items()
    {
        _options.TotalTimeout = TimeSpan.Zero;
        using var body = MakeBody(1);
        var busy = new RecordingTransport([], Answer(Item(1, 429, "es_rejected_execution_exception")));
        Assert.Contains("overloaded", (await Assert.ThrowsAnyAsync<IndexUnavailableException>(
            () => new BulkSender(new ElasticsearchClient(busy), _options, TimeProvider.System).SendAsync(body, Token))).Message, StringComparison.Ordinal);

        var fewer = new RecordingTransport([], """{"errors":false,"items":[]}""");
        Assert.Contains("0 of 1", (await Assert.ThrowsAnyAsync<IndexUnavailableException>(
            () => new BulkSender(new ElasticsearchClient(fewer), _options, TimeProvider.System).SendAsync(body, Token))).Message, StringComparison.Ordinal);
    }

    private static BulkBody MakeBody(int count)
    {
        var body = new BulkBody();
        for (var i = 1; i <= count; i++)
        {
            body.Index("x", i.ToString(), 1, writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("body", "topsecret");
                writer.WriteEndObject();
            });
        }

        return body;
    }

    private static string Item(int id, int status, string? type = null)
    {
        var item = new System.Text.Json.Nodes.JsonObject { ["_id"] = id.ToString(), ["status"] = status };
        if (type is not null)
        {
            item["error"] = new System.Text.Json.Nodes.JsonObject { ["type"] = type, ["reason"] = "Preview of field's value: 'topsecret'" };
        }

        return new System.Text.Json.Nodes.JsonObject { ["index"] = item }.ToJsonString();
    }

    private static string Answer(params string[] items) => "{\"errors\":true,\"items\":[" + string.Join(',', items) + "]}";

    private sealed class RecordingTransport(List<string> sent, params string[] answers) : IElasticsearchTransport
    {
        private int _position;

        public Task<ElasticsearchResponse> SendAsync(
            HttpMethod method, string pathAndQuery, ReadOnlyMemory<byte> body, ElasticsearchBody kind, CancellationToken cancellationToken)
        {
            var lines = Encoding.UTF8.GetString(body.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            sent.Add(string.Concat(lines.Where((_, i) => i % 2 == 0).Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("index").GetProperty("_id").GetString())));
            return Task.FromResult(new ElasticsearchResponse(200, Encoding.UTF8.GetBytes(answers[_position++])));
        }
    }
}
