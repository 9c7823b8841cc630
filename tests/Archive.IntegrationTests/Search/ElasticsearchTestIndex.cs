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
        Assert.True(response.IsSuccess, $"{method} {path}: {response.Status} {Encoding.UTF8.GetString(response.Body.Span)}");
        using var json = JsonDocument.Parse(response.Body);
        return json.RootElement.Clone();
    }

    public async Task<IReadOnlyList<string>> ListIndicesAsync() =>
        [.. (await AskAsync(HttpMethod.Get, $"/{Options.Prefix}-*/_settings?filter_path=*.settings.index.uuid")).EnumerateObject().Select(index => index.Name).Order()];

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
