using Archive.Core.Search;

namespace Archive.Search.SqliteFts;

/// <summary>Answers what an FTS5 query cannot hold: words with wildcards that stand for very many tokens, alone, in phrases and in proximities.
/// Reads the tokens' lists one after the other, so the work is their length, however many there are.</summary>
internal sealed class PositionScan(IndexReader reader, Vocabulary vocabulary, long cursor, CancellationToken cancellationToken)
{
    // FTS5 asks each alternative at each document, so long lists of them are slow, and so are many queries. Of 1,434 tokens in 20,000 chat messages:
    // 35 ms by 100 or 200, 55 by 500, 110 by 1,000.
    private const int TokensAtOnce = 200;

    public ulong[] Find(BoundTerm term)
    {
        var members = new ulong[(cursor >> 6) + 1];
        foreach (var tokens in vocabulary.Expand(term).Chunk(TokensAtOnce))
        {
            reader.AddMembers(FtsExpression.AnyOf(tokens), members, cancellationToken);
        }

        return members;
    }

    public ulong[] Find(BoundPhrase phrase) => ToMembers(FindPlaces(phrase, within: null));

    public ulong[] Find(BoundNear near)
    {
        var left = FindPlaces(near.Left, within: null);
        var right = FindPlaces(near.Right, ToMembers(left.Select(place => place.Key)));
        var members = new ulong[(cursor >> 6) + 1];
        var proximity = new Proximity(near);
        List<PhrasePlace> leftPlaces = [], rightPlaces = [];
        var (l, r) = (0, 0);
        while (l < left.Count && r < right.Count)
        {
            var document = Math.Max(left[l].Document, right[r].Document);
            l = Take(left, l, document, leftPlaces);
            r = Take(right, r, document, rightPlaces);
            if (proximity.Holds(leftPlaces, rightPlaces))
            {
                members[document >> 6] |= 1UL << (int)(document & 63);
            }
        }

        return members;
    }

    private List<Place> FindPlaces(IReadOnlyList<BoundPhrase> phrases, ulong[]? within)
    {
        var places = new List<Place>();
        foreach (var phrase in phrases)
        {
            places.AddRange(FindPlaces(phrase, within).Select(key => new Place(key, phrase.Terms.Count, phrase.EndsInPair)));
        }

        places.Sort((x, y) => x.Key.CompareTo(y.Key));
        return places;
    }

    /// <summary>Where a phrase begins: document and position, ascending.</summary>
    private List<ulong> FindPlaces(BoundPhrase phrase, ulong[]? within)
    {
        List<ulong>? places = null;
        for (var i = 0; i < phrase.Terms.Count; i++)
        {
            var found = new List<ulong>();
            foreach (var token in vocabulary.Expand(phrase.Terms[i]))
            {
                reader.ReadOccurrences(token, within, i, found, cancellationToken);
            }

            found.Sort();
            places = places is null ? found : Intersect(places, found);
            within = ToMembers(places);
        }

        return places ?? [];
    }

    private static List<ulong> Intersect(List<ulong> left, List<ulong> right)
    {
        var both = new List<ulong>();
        var (l, r) = (0, 0);
        while (l < left.Count && r < right.Count)
        {
            if (left[l] == right[r])
            {
                both.Add(left[l]);
            }

            var order = left[l].CompareTo(right[r]);
            l += order <= 0 ? 1 : 0;
            r += order >= 0 ? 1 : 0;
        }

        return both;
    }

    private static int Take(List<Place> places, int next, long document, List<PhrasePlace> taken)
    {
        taken.Clear();
        for (; next < places.Count && places[next].Document <= document; next++)
        {
            if (places[next].Document == document)
            {
                var first = (int)(uint)places[next].Key;
                taken.Add(new PhrasePlace(first, first + places[next].Length - 1, places[next].EndsInPair));
            }
        }

        return next;
    }

    private ulong[] ToMembers(IEnumerable<ulong> places)
    {
        var members = new ulong[(cursor >> 6) + 1];
        foreach (var place in places)
        {
            members[place >> 38] |= 1UL << (int)((place >> 32) & 63);
        }

        return members;
    }

    /// <param name="Key">Document and position, 32 bits each.</param>
    private readonly record struct Place(ulong Key, int Length, bool EndsInPair)
    {
        public long Document => (long)(Key >> 32);
    }
}
