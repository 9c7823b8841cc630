using System.Text.Json;
using Archive.Connectors.Http;
using Archive.Core.Connectors;

namespace Archive.Connectors.Feishu;

/// <summary>A successful answer.</summary>
/// <param name="Data">What stands under <c>data</c>; undefined where the answer has none.</param>
/// <param name="Date">What time it was at the platform; null when it did not say.</param>
internal readonly record struct FeishuAnswer(string Method, JsonElement Data, DateTimeOffset? Date)
{
    /// <summary>Where the next page starts; null on the last one.</summary>
    /// <exception cref="ConnectorException">Transient: there is more, but no way to it.</exception>
    public string? Next
    {
        get
        {
            if (Member("has_more").ValueKind != JsonValueKind.True)
            {
                return null;
            }

            return LenientJson.Text(Data, "page_token") is { Length: > 0 } token
                ? token
                : throw new ConnectorException(ConnectorFailure.Transient, $"{Method} answered without \"page_token\". It is tried again with the next run.");
        }
    }

    /// <exception cref="ConnectorException">Transient: the answer does not even say that there is nothing, so it must not pass for empty.</exception>
    public IEnumerable<JsonElement> Items()
    {
        var items = Member("items");
        if (items.ValueKind == JsonValueKind.Array)
        {
            return items.EnumerateArray();
        }

        // An empty page may come without the list, but it says then that nothing follows.
        return Member("has_more").ValueKind == JsonValueKind.False
            ? []
            : throw new ConnectorException(ConnectorFailure.Transient, $"{Method} answered without \"items\". It is tried again with the next run.");
    }

    private JsonElement Member(string name) => LenientJson.Child(Data, name);
}
