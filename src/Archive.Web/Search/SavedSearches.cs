using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Archive.Core.Search;
using Archive.Web.Hosting;
using Microsoft.Extensions.Options;

namespace Archive.Web.Search;

/// <summary>Searches of this process, the newest few of each person. They are kept in memory only: after a restart an old address answers "not
/// found" and the person searches again. Only its maker can open one. Safe for concurrent callers.</summary>
public sealed class SavedSearches(IOptions<WebSettings> settings)
{
    private const int IdBytes = 16;

    private readonly ConcurrentDictionary<string, LinkedList<SavedSearch>> _byAccount = new(StringComparer.Ordinal);

    public SavedSearch Save(string account, string query, string purpose, SearchOrder order)
    {
        var search = new SavedSearch(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes)), account, query, purpose, order);
        var own = _byAccount.GetOrAdd(account, _ => new LinkedList<SavedSearch>());
        lock (own)
        {
            own.AddFirst(search);
            while (own.Count > settings.Value.SavedSearchesPerPerson)
            {
                own.RemoveLast();
            }
        }

        return search;
    }

    /// <summary>Notes that a page of it was shown. Does nothing when it was forgotten meanwhile.</summary>
    public void MarkAnswered(SavedSearch search)
    {
        var own = _byAccount.GetOrAdd(search.Account, _ => new LinkedList<SavedSearch>());
        lock (own)
        {
            if (own.Find(search) is { } kept)
            {
                kept.Value = search with { Answered = true };
            }
        }
    }

    /// <returns>Null when it is unknown, forgotten, or somebody else's.</returns>
    public SavedSearch? Find(string account, string id)
    {
        if (!_byAccount.TryGetValue(account, out var own))
        {
            return null;
        }

        lock (own)
        {
            return own.FirstOrDefault(s => s.Id == id);
        }
    }
}
