using Archive.Core.Jobs;

namespace Archive.Tests.Jobs;

/// <summary>Hints of processes that share this object.</summary>
internal sealed class MemoryHints(TimeProvider clock) : IPullHints
{
    private readonly Dictionary<string, Row> _rows = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>When set, nothing can be stored or read.</summary>
    public bool IsAway { get; set; }

    public int Raised { get; private set; }

    public Task RaiseAsync(string source, IReadOnlyCollection<string> conversations, CancellationToken cancellationToken) => With(source, row =>
    {
        Raised++;
        row.Raised++;
        foreach (var conversation in conversations)
        {
            row.Conversations[conversation] = row.Raised;
        }

        return true;
    });

    public Task<IReadOnlyList<string>> ReadDueAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return IsAway ? throw new IOException("away") : Task.FromResult<IReadOnlyList<string>>([.. _rows.Where(r => IsDue(r.Value)).Select(r => r.Key)]);
        }
    }

    public Task<bool> TryClaimAsync(string source, TimeSpan pause, TimeSpan patience, CancellationToken cancellationToken) => With(source, row =>
    {
        if (!IsDue(row))
        {
            return false;
        }

        (row.NextStart, row.WaitingUntil) = (clock.GetUtcNow() + pause, clock.GetUtcNow() + patience);
        return true;
    });

    public Task<PullHint> TakeAsync(string source, CancellationToken cancellationToken) => With(source, row =>
    {
        row.WaitingUntil = default;
        return new PullHint(source, row.Raised, row.Raised > row.Covered, [.. row.Conversations.Keys]);
    });

    public Task CoverAsync(PullHint hint, CancellationToken cancellationToken) => With(hint.Source, row =>
    {
        row.Covered = Math.Max(row.Covered, hint.Number);
        foreach (var conversation in hint.Conversations.Where(c => row.Conversations[c] <= hint.Number))
        {
            row.Conversations.Remove(conversation);
        }

        return true;
    });

    public Task PostponeAsync(string source, TimeSpan pause, CancellationToken cancellationToken) => With(source, row =>
    {
        row.NextStart = clock.GetUtcNow() + pause;
        return true;
    });

    private bool IsDue(Row row) => row.Raised > row.Covered && row.NextStart <= clock.GetUtcNow() && row.WaitingUntil <= clock.GetUtcNow();

    private Task<T> With<T>(string source, Func<Row, T> work)
    {
        lock (_lock)
        {
            if (IsAway)
            {
                throw new IOException("away");
            }

            if (!_rows.TryGetValue(source, out var row))
            {
                _rows[source] = row = new Row();
            }

            return Task.FromResult(work(row));
        }
    }

    private sealed class Row
    {
        public long Raised { get; set; }

        public long Covered { get; set; }

        public DateTimeOffset NextStart { get; set; }

        public DateTimeOffset WaitingUntil { get; set; }

        public Dictionary<string, long> Conversations { get; } = new(StringComparer.Ordinal);
    }
}
