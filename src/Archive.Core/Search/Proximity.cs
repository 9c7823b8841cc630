namespace Archive.Core.Search;

/// <summary>Where a phrase stands in a document, in positions of tokens.</summary>
/// <param name="First">Of its first token.</param>
/// <param name="Last">Of its last token.</param>
/// <param name="EndsInPair">See <see cref="BoundPhrase.EndsInPair"/>.</param>
public readonly record struct PhrasePlace(int First, int Last, bool EndsInPair)
{
    public int End => EndsInPair ? Last + 1 : Last;
}

/// <summary>What <see cref="BoundNear"/> asks, of the places of its phrases in one document. Takes n log n steps, however often they stand there.
/// Thread-safe.</summary>
public sealed class Proximity(int distance, bool inOrder)
{
    public Proximity(BoundNear near)
        : this(near.Distance, near.InOrder)
    {
    }

    /// <param name="left">Ascending by <see cref="PhrasePlace.First"/>, like <paramref name="right"/>.</param>
    public bool Holds(List<PhrasePlace> left, List<PhrasePlace> right) => Follows(left, right) || (!inOrder && Follows(right, left));

    /// <summary>Adds the places that stand near one of the other side, in no order and with repetitions.</summary>
    public void Collect(List<PhrasePlace> left, List<PhrasePlace> right, List<PhrasePlace> found)
    {
        CollectFollowing(left, right, found);
        if (!inOrder)
        {
            CollectFollowing(right, left, found);
        }
    }

    private bool Follows(List<PhrasePlace> earlier, List<PhrasePlace> later)
    {
        foreach (var place in earlier)
        {
            var next = FirstAfter(later, place.Last);
            if (next < later.Count && later[next].First <= place.End + distance)
            {
                return true;
            }
        }

        return false;
    }

    private void CollectFollowing(List<PhrasePlace> earlier, List<PhrasePlace> later, List<PhrasePlace> found)
    {
        foreach (var place in earlier)
        {
            var isNear = false;
            for (var next = FirstAfter(later, place.Last); next < later.Count && later[next].First <= place.End + distance; next++)
            {
                found.Add(later[next]);
                isNear = true;
            }

            if (isNear)
            {
                found.Add(place);
            }
        }
    }

    /// <summary>Index of the first place that begins after a position.</summary>
    private static int FirstAfter(List<PhrasePlace> places, int position)
    {
        var (low, high) = (0, places.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = places[middle].First > position ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
