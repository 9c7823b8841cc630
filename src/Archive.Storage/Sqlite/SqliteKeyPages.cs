using Archive.Storage.Keys;

namespace Archive.Storage.Sqlite;

/// <summary>Key pages in a file of their own.</summary>
internal sealed class SqliteKeyPages(SqliteDatabase database) : IKeyPages
{
    public string Name => database.Name;

    public long ReadLast() => database.Prepare("key_page_last").Find() ?? -1;

    public byte[]? Read(long page) => First(database.Prepare("key_page_read").Bind(1, page));

    public void Add(long first, IReadOnlyList<byte[]> pages)
    {
        var insert = database.Prepare("key_page_insert");
        database.Write(() =>
        {
            for (var i = 0; i < pages.Count; i++)
            {
                insert.Bind(1, first + i).Bind(2, pages[i]).Run();
            }

            return true;
        });
    }

    public void Overwrite(IReadOnlyCollection<long> pages, Action<long, byte[]> change, string setting, byte[] value)
    {
        var update = database.Prepare("key_page_update");
        database.Write(() =>
        {
            foreach (var page in pages)
            {
                var slots = Read(page) ?? throw new StorageException(
                    StorageFailure.Corrupt, $"{Name} has lost key page {page}. Restore it from a backup.");
                change(page, slots);
                update.Bind(1, page).Bind(2, slots).Run();
            }

            database.Prepare("key_setting_write").Bind(1, setting).Bind(2, value).Run();
            return true;
        });
    }

    public byte[]? ReadItem(byte[] identity) => First(database.Prepare("key_item_read").Bind(1, identity));

    public void AddItems(IReadOnlyList<(byte[] Identity, byte[] Salt)> items)
    {
        var insert = database.Prepare("key_item_insert");
        database.Write(() =>
        {
            foreach (var (identity, salt) in items)
            {
                insert.Bind(1, identity).Bind(2, salt).Run();
            }

            return true;
        });
    }

    public void EraseItems(IReadOnlyList<byte[]> identities, string setting, byte[] value)
    {
        var erase = database.Prepare("key_item_erase");
        database.Write(() =>
        {
            foreach (var identity in identities)
            {
                erase.Bind(1, identity).Run();
            }

            database.Prepare("key_setting_write").Bind(1, setting).Bind(2, value).Run();
            return true;
        });
    }

    public byte[]? ReadSetting(string name) => First(database.Prepare("key_setting_read").Bind(1, name));

    public void AddSetting(string name, byte[] value) => database.Prepare("key_setting_add").Bind(1, name).Bind(2, value).Run();

    public void Compact() => TruncateLog(database);

    /// <summary>Overwritten pages stand in the write-ahead log, too, until it is emptied.</summary>
    internal static void TruncateLog(SqliteDatabase database)
    {
        if (!database.TruncateLog())
        {
            throw new StorageException(
                StorageFailure.Busy, "Another reader keeps erased bytes in a write-ahead log. They go with the next clean-up or when it stops.");
        }
    }

    private static byte[]? First(Sql.IStoreStatement read)
    {
        if (!read.Step())
        {
            return null;
        }

        var value = read.Blob(0).ToArray();
        read.Reset();
        return value;
    }
}
