using Archive.Core.Messages;
using Archive.Core.Search.Certificates;
using Archive.Core.Search.Language;

namespace Archive.Core.Search;

/// <summary>Asks two indexes of the same records the same questions: phrases, people, conversations and days drawn evenly from the records themselves,
/// always the same for the same records.</summary>
public sealed class IndexComparison(QueryCompiler compile, IRecordStore records)
{
    private const int Samples = 50;
    private const int PageSize = 50;
    private const int LongestPhrase = 4;

    /// <param name="progress">Told the number of questions asked.</param>
    /// <returns>Questions asked, and those that were answered differently.</returns>
    public async Task<IndexDifferences> RunAsync(ISearchIndex one, ISearchIndex other, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var asked = 0;
        var different = new List<string>();
        foreach (var query in await DrawAsync(cancellationToken))
        {
            if (TryCompile(query) is not { } bound)
            {
                continue; // a name that no query can be made of, such as one without letters
            }

            if (await AskAsync(one, bound, cancellationToken) != await AskAsync(other, bound, cancellationToken))
            {
                different.Add(query);
            }

            progress?.Report(++asked);
        }

        return new IndexDifferences(asked, different);
    }

    private async Task<IReadOnlyList<string>> DrawAsync(CancellationToken cancellationToken)
    {
        var last = await records.ReadLastSequenceAsync(cancellationToken);
        var queries = new List<string>();
        for (var sample = 0; sample < Samples; sample++)
        {
            // The next one that is there: some were disposed of.
            if (await records.ReadAfterAsync(last * sample / Samples, 1, cancellationToken) is [var record])
            {
                queries.AddRange(Draw(record.Message));
            }
        }

        return [.. queries.Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Draw(ChatMessage message)
    {
        var day = message.SentAt.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var words = message.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > 0)
        {
            var word = Cut(words[words.Length / 2]);
            yield return Quote(word);
            yield return $"{Quote(word)} from:{Quote(message.Sender.Id)}";
            yield return Quote(string.Join(' ', words.Take(LongestPhrase).Select(Cut)));
        }

        yield return $"in:{Quote(message.Conversation.Id)} on:{day}";
        yield return $"from:{Quote(message.Sender.Name)}";
    }

    /// <summary>Chinese has no blanks: of a long run a part.</summary>
    private static string Cut(string word) => string.Concat(word.EnumerateRunes().Take(LongestPhrase * 2));

    private static string Quote(string text) => $"\"{text.Replace("\\", " ", StringComparison.Ordinal).Replace('"', ' ')}\"";

    private BoundQuery? TryCompile(string query)
    {
        try
        {
            return compile(query, SearchScope.Everything, DateTimeOffset.UnixEpoch);
        }
        catch (QueryException)
        {
            return null;
        }
    }

    /// <summary>All numbers that match, the first page from both ends, and every facet.</summary>
    private static async Task<string> AskAsync(ISearchIndex index, BoundQuery query, CancellationToken cancellationToken)
    {
        var matches = new List<long>();
        await foreach (var piece in index.ReadMatchesAsync(query, cancellationToken))
        {
            matches.AddRange(piece);
        }

        var newest = await index.SearchAsync(query, new IndexPaging(0, PageSize, SearchOrder.Newest, WithFacets: true), cancellationToken);
        var oldest = await index.SearchAsync(query, new IndexPaging(0, PageSize, SearchOrder.Oldest), cancellationToken);
        var facets = newest.Facets is { } counted
            ? new[] { counted.Sources, counted.Conversations, counted.Senders, counted.Types, counted.Labels, counted.Months }.Select(Describe)
            : [];
        return string.Join('\n', [ResultSetHash.Of(matches), .. new[] { newest, oldest }.Select(a => $"{a.Total} {string.Join(',', a.Sequences)}"), .. facets]);
    }

    private static string Describe(IReadOnlyList<FacetCount> facet) => string.Join(';', facet.Select(f => $"{f.Value}={f.Label}={f.Count}"));
}

/// <param name="Asked">Number of questions.</param>
/// <param name="Different">Text of those with different answers. Holds words of messages: for whoever reads the archive, not for logs.</param>
public sealed record IndexDifferences(int Asked, IReadOnlyList<string> Different);
