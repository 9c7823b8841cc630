using System.Text;
using Archive.Storage.Keys;
using Archive.Storage.Sql;

namespace Archive.Storage.PostgreSql;

/// <summary>Key pages in a schema of their own, as a role of their own. Other processes add and erase, too.</summary>
internal sealed class PostgreSqlKeyPages(PostgreSqlServer server, PostgreSqlTidying tidying) : IKeyPages
{
    /// <summary>Of the first migration.</summary>
    public const long PartitionSize = 10_000;

    // Every change of keys may be made twice, so none needs to be the only one.
    private readonly PostgreSqlDatabase _database = new(server, first: null);
    private long _partition = -1;

    public string Name => _database.Name;

    public long ReadLast() => _database.Prepare("key_page_last").Find() ?? -1;

    public byte[]? Read(long page) => First(_database.Prepare("key_page_read").Bind(1, page));

    public void Add(long first, IReadOnlyList<byte[]> pages)
    {
        var last = first + pages.Count - 1;
        if (last / PartitionSize != _partition)
        {
            _database.Prepare("key_partitions_make").Bind(1, last + PartitionSize).Run();
            _partition = last / PartitionSize;
        }

        _database.Query(
            PostgreSqlDatabase.Files.Read("key_page_insert"), [pages.Select((_, i) => first + i).ToArray(), pages.ToArray()]);
    }

    public void Overwrite(IReadOnlyCollection<long> pages, Action<long, byte[]> change, string setting, byte[] value) => _database.Write(() =>
    {
        long[] numbers = [.. pages];
        var update = _database.Prepare("key_page_update");
        var rows = _database.Query(PostgreSqlDatabase.Files.Read("key_page_lock"), [numbers]).Rows;
        if (rows.Count != numbers.Length)
        {
            throw new StorageException(StorageFailure.Corrupt, $"{Name} has lost a key page. Restore it from a backup.");
        }

        foreach (var row in rows)
        {
            var slots = (byte[])row[1];
            change((long)row[0], slots);
            update.Bind(1, (long)row[0]).Bind(2, slots).Post();
        }

        _database.Post(PostgreSqlDatabase.Files.Read("key_untidy_add"), [numbers]);
        _database.Prepare("key_setting_write").Bind(1, Encoding.UTF8.GetBytes(setting)).Bind(2, value).Post();
        return true;
    });

    public byte[]? ReadItem(byte[] identity) => First(_database.Prepare("key_item_read").Bind(1, identity));

    public void AddItems(IReadOnlyList<(byte[] Identity, byte[] Salt)> items) => _database.Query(
        PostgreSqlDatabase.Files.Read("key_item_insert"), [items.Select(i => i.Identity).ToArray(), items.Select(i => i.Salt).ToArray()]);

    public void EraseItems(IReadOnlyList<byte[]> identities, string setting, byte[] value) => _database.Write(() =>
    {
        _database.Post(PostgreSqlDatabase.Files.Read("key_item_erase"), [identities.ToArray()]);
        _database.Post(PostgreSqlDatabase.Files.Read("key_item_untidy"), []);
        _database.Prepare("key_setting_write").Bind(1, Encoding.UTF8.GetBytes(setting)).Bind(2, value).Post();
        return true;
    });

    public void Compact() => tidying.Run();

    public byte[]? ReadSetting(string name) => First(_database.Prepare("key_setting_read").Bind(1, name));

    public void AddSetting(string name, byte[] value) => _database.Prepare("key_setting_add").Bind(1, name).Bind(2, value).Run();

    private static byte[]? First(IStoreStatement read)
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
