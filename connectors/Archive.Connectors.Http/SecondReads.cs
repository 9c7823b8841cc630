using System.Runtime.CompilerServices;
using Archive.Core.Connectors;

namespace Archive.Connectors.Http;

/// <summary>Makes a second read of the pages of a first run.</summary>
public static class SecondReads
{
    private static readonly IReadOnlyDictionary<string, string?> NoChanges = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Leaves out what is older than was asked for, pages without anything to tell, and every change of the cursor.</summary>
    public static async IAsyncEnumerable<SourcePage> Since(
        this IAsyncEnumerable<SourcePage> pages, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in pages.WithCancellation(cancellationToken))
        {
            List<SourceItem> items = [.. page.Items.Where(item => item.Message is not { } message || message.SentAt >= since)];
            if (items.Count > 0 || page.Consents.Count > 0)
            {
                yield return page with { Items = items, CursorChanges = NoChanges, Gap = null };
            }
        }
    }
}
