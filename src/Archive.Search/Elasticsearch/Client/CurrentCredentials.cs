using Elastic.Transport;

namespace Archive.Search.Elasticsearch.Client;

/// <summary>Asked for each request, so that a secret that was read again is used.</summary>
internal sealed class CurrentCredentials(ElasticsearchCredentials credentials) : AuthorizationHeader
{
    public override string AuthScheme => credentials.Header?.Scheme ?? "";

    public override bool TryGetAuthorizationParameters(out string value)
    {
        value = credentials.Header?.Parameter ?? "";
        return value.Length > 0;
    }

    public override string ToString() => credentials.ToString();
}
