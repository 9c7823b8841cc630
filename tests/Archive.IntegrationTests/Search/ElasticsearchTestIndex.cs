using System.Globalization;
using System.Text;
using System.Text.Json;
using Archive.Core.Search;
using Archive.IntegrationTests.Search.Elasticsearch;
using Archive.Search.Elasticsearch;

namespace Archive.IntegrationTests.Search;

/// <summary>Indices with a prefix of their own, deleted at the end.</summary>
internal sealed class ElasticsearchTestIndex : TestIndex
{
    private readonly List<ElasticsearchIndex> _opened = [];

    public ElasticsearchTestIndex(Uri address, Action<ElasticsearchOptions>? configure = null)
    {
        Options.Nodes.Add(new Uri(address.GetLeftPart(UriPartial.Authority).Replace(address.UserInfo + "@", "", StringComparison.Ordinal)));
        if (address.UserInfo.Split(':') is [var user, var password])
        {
            (Options.Username, Options.Password) = (Uri.UnescapeDataString(user), Uri.UnescapeDataString(password));
        }

        configure?.Invoke(Options);
        Transport = ElasticsearchTransports.Create(Options);
        Reopen();
    }

    public ElasticsearchOptions Options { get; } = new() { Prefix = $"t{Guid.NewGuid():N}"[..16] };

    public IElasticsearchTransport Transport { get; }

    public override ISearchIndex Index => _opened[^1];

    /// <summary>As another process sees it.</summary>
    public ElasticsearchIndex Open(IElasticsearchTransport transport) => new(transport, Options, TimeProvider.System);

    public override void Reopen() => _opened.Add(Open(Transport));

    /// <summary>Asks the server itself.</summary>
    public async Task<JsonElement> AskAsync(HttpMethod method, string path, string? body = null)
    {
        var response = await Transport.SendAsync(
            method, path, body is null ? default : Encoding.UTF8.GetBytes(body), body is null ? ElasticsearchBody.None : ElasticsearchBody.Json,
            TestContext.Current.CancellationToken);
        var isGone = method == HttpMethod.Delete && response.Status == 404; // asked twice where the first answer came late
        Assert.True(response.IsSuccess || isGone, $"{method} {path}: {response.Status} {Encoding.UTF8.GetString(response.Body.Span)}");
        using var json = JsonDocument.Parse(response.Body);
        return json.RootElement.Clone();
    }

    public async Task<IReadOnlyList<string>> ListIndicesAsync() =>
        [.. (await AskAsync(HttpMethod.Get, $"/{Options.Prefix}-*/_settings?filter_path=*.settings.index.uuid")).EnumerateObject().Select(index => index.Name).Order()];

    /// <summary>What the index itself would send for the query, many in one request, narrowed to the one document: single searches would take hours for a
    /// million.</summary>
    public override async Task<IReadOnlyList<bool>> FindEachAsync(IReadOnlyList<(IndexDocument Document, BoundNode Root)> pairs)
    {
        var translator = new ElasticsearchTranslator((_, _) => throw new NotSupportedException("Text alone."));
        var body = new StringBuilder();
        foreach (var (document, root) in pairs)
        {
            var query = translator.Translate(new BoundQuery(root, SearchScope.Everything), document.Sequence, document.Sequence - 1);
            body.Append(CultureInfo.InvariantCulture, $"{{\"index\":\"{Options.Prefix}\"}}\n{{\"size\":0,\"track_total_hits\":true,\"query\":{Encoding.UTF8.GetString(query.Span)}}}\n");
        }

        var response = await Transport.SendAsync(
            HttpMethod.Post, "/_msearch", Encoding.UTF8.GetBytes(body.ToString()), ElasticsearchBody.Lines, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccess, Encoding.UTF8.GetString(response.Body.Span));
        using var json = JsonDocument.Parse(response.Body);
        return [.. json.RootElement.GetProperty("responses").EnumerateArray().Select(answer => answer.GetProperty("hits").GetProperty("total").GetProperty("value").GetInt64() == 1)];
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var index in await ListIndicesAsync())
        {
            await AskAsync(HttpMethod.Delete, "/" + index);
        }

        await Transport.SendAsync(HttpMethod.Delete, $"/_index_template/{Options.Prefix}-messages", default, ElasticsearchBody.None, CancellationToken.None);
        _opened.ForEach(index => index.Dispose());
    }
}
