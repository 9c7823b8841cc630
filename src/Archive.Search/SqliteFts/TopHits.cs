namespace Archive.Search.SqliteFts;

/// <summary>Keeps the greatest of many hits: a heap whose root is the least of those kept.</summary>
internal sealed class TopHits(int capacity)
{
    private readonly List<Hit> _heap = [];

    /// <param name="key">Decides between equal scores; greater is better.</param>
    public void Offer(double score, ulong key)
    {
        var hit = new Hit(score, key);
        if (_heap.Count < capacity)
        {
            _heap.Add(hit);
            SiftUp(_heap.Count - 1);
        }
        else if (capacity > 0 && _heap[0].IsBelow(hit))
        {
            _heap[0] = hit;
            SiftDown();
        }
    }

    /// <summary>Keys of the hits after <paramref name="skip"/>, best first.</summary>
    public IReadOnlyList<ulong> Take(int skip) =>
        [.. _heap.OrderByDescending(hit => hit.Score).ThenByDescending(hit => hit.Key).Skip(skip).Select(hit => hit.Key)];

    private void SiftUp(int index)
    {
        while (index > 0 && _heap[index].IsBelow(_heap[(index - 1) / 2]))
        {
            Swap(index, (index - 1) / 2);
            index = (index - 1) / 2;
        }
    }

    private void SiftDown()
    {
        var index = 0;
        while (true)
        {
            var child = (index * 2) + 1;
            if (child >= _heap.Count)
            {
                return;
            }

            if (child + 1 < _heap.Count && _heap[child + 1].IsBelow(_heap[child]))
            {
                child++;
            }

            if (!_heap[child].IsBelow(_heap[index]))
            {
                return;
            }

            Swap(index, child);
            index = child;
        }
    }

    private void Swap(int left, int right) => (_heap[left], _heap[right]) = (_heap[right], _heap[left]);

    private readonly record struct Hit(double Score, ulong Key)
    {
        public bool IsBelow(Hit other) => Score < other.Score || (Score == other.Score && Key < other.Key);
    }
}
