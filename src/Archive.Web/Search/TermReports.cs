using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Archive.Core.Search.Reports;

namespace Archive.Web.Search;

/// <summary>Search-term reports of this process, the newest few of each person, so that page, print and CSV are of one report and it is made once.
/// A restart forgets them; the page says so, and the searches are in the audit trail. Only its maker can open one. Safe for concurrent callers.</summary>
internal sealed class TermReports
{
    private const int KeptPerPerson = 10;
    private const int IdBytes = 16;

    private readonly ConcurrentDictionary<string, LinkedList<(string Id, TermReport Report)>> _byAccount = new(StringComparer.Ordinal);

    /// <returns>Its id.</returns>
    public string Keep(TermReport report)
    {
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));
        var own = _byAccount.GetOrAdd(report.Account, _ => new LinkedList<(string, TermReport)>());
        lock (own)
        {
            own.AddFirst((id, report));
            while (own.Count > KeptPerPerson)
            {
                own.RemoveLast();
            }
        }

        return id;
    }

    /// <returns>Null when it is unknown, forgotten, or somebody else's.</returns>
    public TermReport? Find(string account, string id)
    {
        if (!_byAccount.TryGetValue(account, out var own))
        {
            return null;
        }

        lock (own)
        {
            return own.FirstOrDefault(r => r.Id == id).Report;
        }
    }
}
