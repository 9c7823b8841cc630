using Archive.Core.Search;

namespace Archive.Search.SqliteFts;

/// <summary>Counts hits by source, conversation, sender, type, label and month.</summary>
internal sealed class FacetCounter(IndexSnapshot snapshot)
{
    private const int Largest = 20;
    private const int SecondsPerDay = 86_400;

    private readonly int[] _sources = new int[snapshot.Sources.Length];
    private readonly int[] _conversations = new int[snapshot.Conversations.Length];
    private readonly int[] _senders = new int[snapshot.Senders.Length];
    private readonly int[] _traits = new int[snapshot.Traits.Length];
    private readonly int[] _days = new int[(int)(uint.MaxValue / SecondsPerDay) + 1];

    public void Add(ColumnChunk chunk, int row)
    {
        _sources[chunk.Sources[row]]++;
        _conversations[chunk.Conversations[row]]++;
        _senders[chunk.Senders[row]]++;
        _traits[chunk.Traits[row]]++;
        _days[chunk.Times[row] / SecondsPerDay]++;
    }

    public SearchFacets ToFacets() =>
        new(Count(_sources, snapshot.Sources), Count(_conversations, snapshot.Conversations), Count(_senders, snapshot.Senders), Count(SearchField.Type),
            Count(SearchField.Label), CountMonths());

    private static List<FacetCount> Count(int[] counts, NameEntry?[] entries)
    {
        var facets = new List<FacetCount>();
        for (var i = 1; i < counts.Length; i++)
        {
            if (counts[i] > 0 && entries[i] is { } entry)
            {
                facets.Add(new FacetCount(entry.Id, entry.Label, counts[i]));
            }
        }

        return MostFrequent(facets);
    }

    private List<FacetCount> Count(SearchField field)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 1; i < _traits.Length; i++)
        {
            if (_traits[i] > 0 && snapshot.Traits[i] is { } traits)
            {
                foreach (var value in traits.ValuesOf(field))
                {
                    counts[value] = counts.GetValueOrDefault(value) + _traits[i];
                }
            }
        }

        return MostFrequent(counts.Select(pair => new FacetCount(pair.Key, pair.Key, pair.Value)));
    }

    private static List<FacetCount> MostFrequent(IEnumerable<FacetCount> facets) =>
        [.. facets.OrderByDescending(facet => facet.Count).ThenBy(facet => facet.Value, StringComparer.Ordinal).Take(Largest)];

    private List<FacetCount> CountMonths()
    {
        var months = new SortedDictionary<int, long>();
        for (var day = 0; day < _days.Length; day++)
        {
            if (_days[day] > 0)
            {
                var date = DateTime.UnixEpoch.AddDays(day);
                var month = (date.Year * 12) + date.Month - 1;
                months[month] = months.GetValueOrDefault(month) + _days[day];
            }
        }

        return [.. months.Select(pair => (Name: $"{pair.Key / 12:D4}-{(pair.Key % 12) + 1:D2}", pair.Value)).Select(month =>
            new FacetCount(month.Name, month.Name, month.Value))];
    }
}
