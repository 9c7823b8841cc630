using Archive.Storage;
using Archive.Storage.Moving;
using Archive.Storage.PostgreSql;
using Archive.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace Archive.Web.Hosting;

/// <summary>The record store that <c>Archive:Store:Engine</c> names.</summary>
public static class ArchiveStore
{
    /// <summary>Whether one process alone may have the archive open for writing: where records or index are files of the data folder.</summary>
    /// <exception cref="OptionsValidationException">The engine is not known.</exception>
    public static bool NeedsFolderLock(IConfiguration configuration) =>
        EngineOf(configuration) == StoreEngine.Sqlite || configuration["Archive:Index:Engine"] is null or "" or "sqlite";

    /// <summary>Whether several processes may have it open for writing.</summary>
    /// <exception cref="OptionsValidationException">The engine is not known.</exception>
    internal static bool IsOnServer(IConfiguration configuration) => EngineOf(configuration) == StoreEngine.PostgreSql;

    /// <summary>The file of the data folder without which there is no archive.</summary>
    /// <exception cref="OptionsValidationException">The engine is not known.</exception>
    public static string RequiredFile(DataFolder folder, IConfiguration configuration) =>
        EngineOf(configuration) == StoreEngine.Sqlite ? folder.Records : folder.MasterKey;

    /// <summary>What holds the records, for messages to people.</summary>
    /// <exception cref="OptionsValidationException">A setting is missing or out of bounds.</exception>
    public static string Describe(DataFolder folder, IConfiguration configuration) => EngineOf(configuration) == StoreEngine.Sqlite
        ? $"the files of {folder.Path}"
        : PostgreSqlArchive.Describe(PostgreSqlStorageServiceCollectionExtensions.ReadOptions(configuration));

    /// <summary>Opens for writing, makes the archive where it is new, and brings its schema up to date.</summary>
    /// <param name="use">Not for reading.</param>
    /// <exception cref="OptionsValidationException">A setting is missing or out of bounds.</exception>
    /// <exception cref="StorageException">The archive cannot be opened; the message says why and what to do.</exception>
    public static RecordArchive Open(DataFolder folder, IConfiguration configuration, ArchiveUse use = ArchiveUse.Write)
    {
        var seed = ArchiveConfiguration.ReadSettings(configuration).DemoSeed;
        return EngineOf(configuration) == StoreEngine.Sqlite
            ? SqliteArchive.Open(folder, seed, use)
            : PostgreSqlArchive.Open(folder, PostgreSqlStorageServiceCollectionExtensions.ReadOptions(configuration), seed, use);
    }

    /// <summary>Opens for reading beside whoever writes.</summary>
    /// <inheritdoc cref="Open" path="/exception"/>
    public static RecordArchive OpenReadOnly(DataFolder folder, IConfiguration configuration) => EngineOf(configuration) == StoreEngine.Sqlite
        ? SqliteArchive.OpenReadOnly(folder)
        : PostgreSqlArchive.OpenReadOnly(folder, PostgreSqlStorageServiceCollectionExtensions.ReadOptions(configuration));

    internal static void AddStore(this IServiceCollection services, RecordArchive archive, IConfiguration configuration)
    {
        if (EngineOf(configuration) == StoreEngine.Sqlite)
        {
            services.AddSqliteStorage(archive);
        }
        else
        {
            services.AddPostgreSqlStorage(archive);
        }
    }

    private static StoreEngine EngineOf(IConfiguration configuration) => configuration["Archive:Store:Engine"] switch
    {
        null or "" or "sqlite" => StoreEngine.Sqlite,
        "postgresql" => StoreEngine.PostgreSql,
        var unknown => throw new OptionsValidationException(
            "Archive:Store", typeof(string), [$"Archive:Store:Engine \"{unknown}\" is not known. Known engines: sqlite, postgresql."]),
    };

    private enum StoreEngine
    {
        Sqlite,
        PostgreSql,
    }
}
