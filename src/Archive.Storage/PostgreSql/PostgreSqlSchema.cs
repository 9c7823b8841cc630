using System.Reflection;
using Archive.Storage.Sql;

namespace Archive.Storage.PostgreSql;

/// <summary>A schema, the scripts that make it, and what the role that uses it may do there.</summary>
/// <param name="Name">One of our own words: it stands in statements as it is.</param>
/// <param name="Scripts">Assembly in which the scripts are embedded.</param>
/// <param name="Prefix">How their names begin; the rest orders them. The names are in the journal: they stay for ever.</param>
public sealed record PostgreSqlSchema(string Name, Assembly Scripts, string Prefix)
{
    internal static readonly PostgreSqlSchema Records = OfStorage("records", "records");
    internal static readonly PostgreSqlSchema Operations = OfStorage("operations", Module);
    internal static readonly PostgreSqlSchema Searches = OfStorage("searches", Module);
    internal static readonly PostgreSqlSchema Keys = OfStorage("keys", "keys");

    /// <summary>What a module gets in whose schema no evidence stands.</summary>
    internal const string Module = "module";

    /// <summary>File in <c>Grants</c>.</summary>
    internal string Grants { get; private init; } = Module;

    internal IReadOnlyList<string> List() =>
        [.. Scripts.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static PostgreSqlSchema OfStorage(string name, string grants) =>
        new(name, typeof(Resources).Assembly, $"Archive.Storage.PostgreSql.Migrations.{name}.") { Grants = grants };
}
