using System.Collections.Concurrent;

namespace Archive.Storage.Sqlite;

/// <summary>The SQL of the store: one embedded file a statement.</summary>
internal static class SqlFiles
{
    private const string Prefix = "Archive.Storage.Sqlite.Sql.";

    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    public static IEnumerable<string> Names =>
        typeof(SqlFiles).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(n => n[Prefix.Length..^4]);

    public static string Read(string name) => Texts.GetOrAdd(name, Load);

    private static string Load(string name)
    {
        using var stream = typeof(SqlFiles).Assembly.GetManifestResourceStream(Prefix + name + ".sql")
            ?? throw new ArgumentException($"There is no SQL file {name}.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
