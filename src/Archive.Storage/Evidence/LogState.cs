using Archive.Core.Evidence;
using Archive.Storage.Moving;
using Archive.Storage.Sql;

namespace Archive.Storage.Evidence;

/// <summary>Where the log stands: sizes, the tree's right edge, and how many rows every table must have. One row, keyed, written with each commit.</summary>
internal sealed class LogState
{
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public long LastSequence { get; set; }

    public MerkleFrontier Frontier { get; private set; } = new();

    public ArchiveStanding Standing
    {
        get => (ArchiveStanding)this[nameof(Standing)];
        set => SetStanding(value);
    }

    public long this[string count]
    {
        get => _counts.GetValueOrDefault(count);
        set => _counts[count] = value;
    }

    /// <exception cref="StorageException">The row was changed or is damaged.</exception>
    public static LogState Read(IStoreDatabase database, RowMac mac)
    {
        var state = new LogState();
        var read = database.Prepare("state_read");
        if (!read.Step())
        {
            return state;
        }

        try
        {
            var counts = read.Text(3);
            if (!mac.State(read.Int64(0), read.Int64(1), read.Blob(2), counts).AsSpan().SequenceEqual(read.Blob(4)))
            {
                throw new InvalidDataException("its keyed hash does not match");
            }

            state.LastSequence = read.Int64(0);
            state.Frontier = MerkleFrontier.FromBytes(read.Int64(1), read.Blob(2));
            foreach (var pair in counts.Split(';', StringSplitOptions.RemoveEmptyEntries))
            {
                var split = pair.IndexOf('=', StringComparison.Ordinal);
                state._counts[pair[..split]] = long.Parse(pair[(split + 1)..], System.Globalization.CultureInfo.InvariantCulture);
            }

            return state;
        }
        catch (InvalidDataException e)
        {
            throw new StorageException(
                StorageFailure.Corrupt,
                $"{database.Name}: the state of the evidence log was changed ({e.Message}). Nothing is written to it any more; restore a backup.",
                e);
        }
        finally
        {
            read.Reset();
        }
    }

    /// <summary>Whether it is the state of the same log with the same rows, whatever the standing.</summary>
    public bool IsLike(LogState other) =>
        LastSequence == other.LastSequence
        && Frontier.Count == other.Frontier.Count
        && Frontier.ToBytes().AsSpan().SequenceEqual(other.Frontier.ToBytes())
        && _counts.Where(IsCount).SequenceEqual(other._counts.Where(IsCount));

    public void Write(IStoreDatabase database, RowMac mac) => Write(database, mac, "state_write");

    /// <summary>Writes the state of an empty log where there is none: the row that the writers of a shared store lock.</summary>
    public static void AddFirst(IStoreDatabase database, RowMac mac) => new LogState().Write(database, mac, "state_add");

    private static bool IsCount(KeyValuePair<string, long> pair) => pair.Key != nameof(Standing);

    /// <summary>Of an open archive nothing is written down, as it was before there were moves.</summary>
    private void SetStanding(ArchiveStanding standing)
    {
        if (standing == ArchiveStanding.Open)
        {
            _counts.Remove(nameof(Standing));
        }
        else
        {
            _counts[nameof(Standing)] = (long)standing;
        }
    }

    private void Write(IStoreDatabase database, RowMac mac, string statement)
    {
        var frontier = Frontier.ToBytes();
        var counts = string.Join(';', _counts.Select(c => $"{c.Key}={c.Value}"));
        database.Prepare(statement)
            .Bind(1, LastSequence)
            .Bind(2, Frontier.Count)
            .Bind(3, frontier)
            .Bind(4, counts)
            .Bind(5, mac.State(LastSequence, Frontier.Count, frontier, counts))
            .Post();
    }
}
