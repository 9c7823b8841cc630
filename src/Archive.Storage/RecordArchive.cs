using Archive.Storage.Evidence;
using Archive.Storage.Keys;
using Archive.Storage.Moving;
using Archive.Storage.Records;
using Archive.Storage.Sql;

namespace Archive.Storage;

/// <summary>An open archive, whichever engine holds it: one writer, many readers, the key vault. The stores are views on it.</summary>
public sealed class RecordArchive : IDisposable
{
    private readonly MasterKey _master;
    private readonly byte[] _macKey;

    /// <param name="engine">Disposed of with the archive, also when this throws.</param>
    /// <param name="reproducible">For a demo: keys follow from the master key instead of chance.</param>
    /// <exception cref="StorageException">The archive is moved, or the target of a move, and is not opened for that.</exception>
    internal RecordArchive(DataFolder folder, MasterKey master, IStoreEngine engine, bool reproducible, ArchiveUse use)
    {
        Folder = folder;
        Engine = engine;
        _master = master;
        _macKey = master.Derive("row hashes");
        try
        {
            Vault = new KeyVault(engine.Keys, master, reproducible, readOnly: use is ArchiveUse.Read or ArchiveUse.Fill);
            StandingCheck.Require(this, use);
            if (use is ArchiveUse.Write or ArchiveUse.EndMove && engine.Writer is { } database)
            {
                Writer = new LogWriter(database, Vault, NewMac(), use == ArchiveUse.Write ? ArchiveStanding.Open : ArchiveStanding.Moving);
                EraseLeftKeys();
                EraseItemKeys();
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public DataFolder Folder { get; }

    internal IStoreEngine Engine { get; }

    internal IStoreReaders Readers => Engine.Readers;

    internal KeyVault Vault { get; } = null!; // the constructor sets it or throws

    internal NameReader Names { get; } = new();

    /// <summary>Null when the archive was not opened for writing.</summary>
    internal LogWriter? Writer { get; }

    /// <summary>Key of a purpose outside the store, such as the tags of redacted values.</summary>
    public byte[] DeriveKey(string purpose) => _master.Derive(purpose);

    public void Dispose()
    {
        Writer?.Dispose();
        Engine.Dispose();
        Vault?.Dispose();
    }

    internal RowMac NewMac() => new(_macKey);

    internal LogWriter RequireWriter() => Writer ?? throw new InvalidOperationException("The archive was opened for reading.");

    internal bool WasErased(long sequence) =>
        Readers.Read(database => database.Prepare("disposed_sequence").Bind(1, sequence).Find() is not null);

    /// <summary>Destroys the keys of what was disposed of. Where several processes write, also those that another one has left: the mark of how far
    /// keys are erased must not pass them by.</summary>
    internal void EraseKeys(IReadOnlyList<long> sequences, long disposition)
    {
        if (RequireWriter().Database.IsShared)
        {
            EraseLeftKeys();
        }
        else
        {
            Vault.Erase(sequences, disposition);
        }
    }

    /// <summary>Destroys the keys of all that left the quarantine since the last time: those of the caller, and what another process or a crash has left.</summary>
    internal void EraseItemKeys()
    {
        var left = Readers.Read(database =>
        {
            var found = new List<(long Entry, byte[] Identity)>();
            var since = database.Prepare("quarantine_left_since").Bind(1, Vault.ReadErasedItems());
            while (since.Step())
            {
                found.Add((since.Int64(1), since.Blob(0).ToArray()));
            }

            return found;
        });
        if (left.Count > 0)
        {
            Vault.EraseItems([.. left.Select(l => l.Identity)], left.Max(l => l.Entry));
        }
    }

    /// <summary>Records and keys do not commit as one: a crash between them leaves keys of disposed records, which go now.</summary>
    private void EraseLeftKeys()
    {
        var left = Readers.Read(database =>
        {
            var found = new Dictionary<long, List<long>>();
            var since = database.Prepare("disposed_since").Bind(1, Vault.ReadErased());
            while (since.Step())
            {
                if (!found.TryGetValue(since.Int64(1), out var slots))
                {
                    found[since.Int64(1)] = slots = [];
                }

                slots.Add(since.Int64(0));
            }

            return found;
        });
        foreach (var (disposition, slots) in left.OrderBy(l => l.Key))
        {
            Vault.Erase(slots, disposition);
        }
    }
}
