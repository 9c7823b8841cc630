using System.Reflection;
using Archive.Core.Search;
using Archive.Core.Search.Analysis;

namespace Archive.Search.SqliteFts;

/// <summary>The file on disk: made, recognised, thrown away.</summary>
internal static class IndexFile
{
    private const long ApplicationId = 1_098_008_952;
    private const long SchemaVersion = 2;

    /// <param name="generation">For a file that does not exist yet.</param>
    /// <exception cref="IndexUnavailableException">The file is not an index of this program, or damaged.</exception>
    public static SqliteDatabase OpenOrCreate(string path, long generation)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        var database = SqliteDatabase.Open(path, create: true);
        try
        {
            // The page size can be chosen only before the first page is written.
            database.Execute("pragma page_size = 8192; pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on; pragma cache_size = -16000;");
            if (database.ReadInt64("select count(*) from sqlite_master") == 0 && database.ReadInt64("pragma application_id") == 0)
            {
                Create(database, generation);
            }

            if (database.ReadInt64("pragma application_id") != ApplicationId || database.ReadInt64("pragma user_version") != SchemaVersion)
            {
                throw new IndexUnavailableException(
                    $"{path} is not a search index of this version. Move it away, or rebuild the index, which replaces it.");
            }

            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public static void Delete(string path)
    {
        File.Delete(path);
        File.Delete(path + "-wal");
        File.Delete(path + "-shm");
    }

    private static void Create(SqliteDatabase database, long generation)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Archive.Search.SqliteFts.Schema.sql")
            ?? throw new InvalidOperationException("The schema is not embedded.");
        using var reader = new StreamReader(stream);
        database.Execute("begin immediate");
        database.Execute(reader.ReadToEnd());
        database.Execute($"insert into state(id, version, cursor, generation, analyzer) values(1, 1, 0, {generation}, '{TextAnalyzer.Name}')");
        database.Execute("commit");
    }
}
