using Archive.Core.Evidence;
using Archive.Core.Sealing;
using Archive.Storage.Keys;
using Archive.Storage.Moving;
using Archive.Storage.Records;
using Archive.Storage.Sealing;
using Archive.Storage.Sql;

namespace Archive.Storage.Evidence;

/// <summary>The one writer of the records. Everything that changes it goes through <see cref="WriteAsync"/>: one transaction that also writes
/// the state of the log, or nothing.</summary>
internal sealed class LogWriter : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ByteWriter _envelope = new();
    private readonly ArchiveStanding _standing;
    private bool _isStale;

    /// <param name="standing">What the archive must be for this writer.</param>
    /// <exception cref="StorageException">The archive is not open for writing.</exception>
    public LogWriter(IStoreDatabase database, KeyVault vault, RowMac mac, ArchiveStanding standing)
    {
        Database = database;
        Vault = vault;
        Mac = mac;
        _standing = standing;
        if (database.IsShared)
        {
            LogState.AddFirst(database, mac);
        }

        State = LogState.Read(database, mac);
        StandingCheck.Require(database.Name, State, standing);
        Names = new NameTables(this);
        Sealing = new SealingAhead(vault, State.LastSequence);
    }

    public IStoreDatabase Database { get; }

    public KeyVault Vault { get; }

    public RowMac Mac { get; }

    public LogState State { get; private set; }

    public NameTables Names { get; private set; }

    public SealingAhead Sealing { get; }

    /// <summary>Runs <paramref name="work"/> in a transaction, one caller at a time. When it throws, nothing of it is there.</summary>
    public async Task<T> WriteAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var result = Database.Write(() =>
            {
                ReadAgain();
                _isStale = true;
                var done = work();
                State.Write(Database, Mac);
                return done;
            });
            _isStale = false;
            return result;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <returns>Leaf index.</returns>
    public long AppendLeaf(byte[] leaf)
    {
        var index = State.Frontier.Count;
        if (State.Frontier.Append(leaf) is { } tile)
        {
            Database.Prepare("tile_insert").Bind(1, index / MerkleFrontier.TileWidth).Bind(2, tile).Post();
        }

        return index;
    }

    /// <returns>Leaf index.</returns>
    public long AppendEntry(EvidenceEntry entry)
    {
        var index = State.Frontier.Count;
        var sealing = EntrySeal.Seal(Vault, _envelope, entry, index);
        Database.Prepare("entry_insert")
            .Bind(1, index)
            .Bind(2, (long)entry.Kind)
            .Bind(3, Core.Messages.Timestamps.ToMicroseconds(entry.Time))
            .Bind(4, sealing.Mac)
            .Bind(5, sealing.Body)
            .Post();
        State["entries"]++;
        return AppendLeaf(sealing.Leaf);
    }

    public void Dispose() => _gate.Dispose();

    /// <summary>State and names are those of the last commit again: when what came after it was taken back, and where others commit, too. Names are never
    /// changed, so those that were read stay right.</summary>
    private void ReadAgain()
    {
        if (_isStale || Database.IsShared)
        {
            State = LogState.Read(Database, Mac);
        }

        if (Database.IsShared)
        {
            StandingCheck.Require(Database.Name, State, _standing); // another process may be moving the archive
        }

        if (_isStale)
        {
            Names = new NameTables(this);
        }
    }
}
