using System.Collections.Concurrent;

namespace Archive.Storage.Sql;

/// <summary>The SQL of one engine: one embedded file a statement. Thread-safe.</summary>
/// <param name="folder">Of the project: "Sqlite".</param>
internal sealed class SqlFiles(string folder)
{
    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly string _prefix = $"Archive.Storage.{folder}.Sql.";

    public IEnumerable<string> Names =>
        typeof(SqlFiles).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(_prefix, StringComparison.Ordinal))
            .Select(n => n[_prefix.Length..^4]);

    public string Read(string name) => _texts.GetOrAdd(name, Load);

    private string Load(string name)
    {
        using var stream = typeof(SqlFiles).Assembly.GetManifestResourceStream(_prefix + name + ".sql")
            ?? throw new ArgumentException($"There is no SQL file {name}.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
