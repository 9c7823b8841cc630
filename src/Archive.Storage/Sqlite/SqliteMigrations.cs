using System.Reflection;
using DbUp;
using DbUp.Engine;
using DbUp.Engine.Output;

namespace Archive.Storage.Sqlite;

/// <summary>Brings one file of the data folder to the newest schema: forward only, each script in its own transaction.</summary>
internal static class SqliteMigrations
{
    /// <param name="set">Folder under Migrations: "records", "keys", "operations", "searches".</param>
    /// <param name="pageSize">Bytes; only a new file takes it.</param>
    /// <exception cref="StorageException">The file is damaged, cannot be written, or its schema is newer than this program.</exception>
    public static void Apply(string path, string set, int pageSize)
    {
        using (var fresh = SqliteDatabase.Open(path, readOnly: false))
        {
            // Both must come before the first table.
            fresh.Execute($"pragma page_size={pageSize}");
            fresh.Execute("pragma journal_mode=wal");
        }

        var prefix = $"Archive.Storage.Sqlite.Migrations.{set}.";
        var engine = DeployChanges.To
            .SqliteDatabase($"Data Source={path};Pooling=False")
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), name => name.StartsWith(prefix, StringComparison.Ordinal))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogTo(new NoOpUpgradeLog())
            .Build();
        try
        {
            RefuseNewer(path, engine);
            var result = engine.PerformUpgrade();
            if (!result.Successful)
            {
                throw Failure(path, result.Error);
            }
        }
        catch (Microsoft.Data.Sqlite.SqliteException e)
        {
            throw Failure(path, e);
        }
    }

    private static void RefuseNewer(string path, UpgradeEngine engine)
    {
        var known = engine.GetDiscoveredScripts().Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
        if (engine.GetExecutedScripts().FirstOrDefault(s => !known.Contains(s)) is { } unknown)
        {
            throw new StorageException(
                StorageFailure.Newer, $"{path} was written by a newer version of this program (it has {unknown}). Install that version or a later one.");
        }
    }

    private static StorageException Failure(string path, Exception error) => error is Microsoft.Data.Sqlite.SqliteException sqlite
        ? StorageException.From(path, sqlite.SqliteErrorCode, sqlite.Message)
        : new StorageException(StorageFailure.Failed, $"{path} could not be brought to the newest schema: {error.Message}", error);
}
