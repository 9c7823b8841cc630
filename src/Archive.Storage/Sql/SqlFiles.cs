using System.Collections.Concurrent;

namespace Archive.Storage.Sql;

/// <summary>The SQL of one engine: one embedded file a statement. Thread-safe.</summary>
/// <param name="folder">Of the project: "Sqlite".</param>
internal sealed class SqlFiles(string folder)
{
    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);

    public string Read(string name) => _texts.GetOrAdd(name, n => Resources.Read($"{folder}.Sql.{n}.sql"));
}
