using System.Text.RegularExpressions;
using Archive.Storage;
using Npgsql;

namespace Archive.IntegrationTests.Storage;

public sealed partial class PostgreSqlStatementsTests(PostgreSqlTestServer server)
{
    /// <summary>Asked row by row where SQLite answers, and for a whole page where a server does.</summary>
    private static readonly string[] SqliteOnly =
    [
        "conversation_find", "conversation_insert", "disposed_exists", "lease_end_all", "membership_insert", "participant_find", "participant_insert", "record_exists", "record_insert",
    ];

    private static readonly string[] PostgreSqlOnly =
    [
        "advisory_lock", "advisory_unlock", "conversation_learn", "dead_count", "identity_copy", "identity_count", "identity_known", "identity_list", "identity_lost", "is_owner", "journal_exists", "key_page_lock", "key_partitions_make",
        "key_item_untidy", "key_untidy_add", "key_untidy_delete", "key_untidy_list", "membership_learn", "participant_learn", "partitions_make", "record_copy", "role_current",
        "role_exists", "role_secret_set", "role_set", "schema_set", "state_add", "state_lock", "table_columns", "untidy_delete", "untidy_list",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Statements_have_the_same_names_in_both_dialects()
    {
        Assert.Equal(Names("Sqlite.Sql").Except(SqliteOnly).Order(), Names("PostgreSql.Sql").Except(PostgreSqlOnly).Order());
        Assert.Empty(SqliteOnly.Except(Names("Sqlite.Sql")));
        Assert.Empty(PostgreSqlOnly.Except(Names("PostgreSql.Sql")));
    }

    [Fact]
    public void Migrations_have_the_same_names_in_both_dialects() => Assert.Equal(Names("Sqlite.Migrations"), Names("PostgreSql.Migrations"));

    [Fact]
    public async Task Every_statement_is_understood_by_a_real_server()
    {
        var database = await server.NewArchiveAsync();
        await using var connection = new NpgsqlConnection(server.Super(database).ConnectionString);
        await connection.OpenAsync(Stop);

        foreach (var name in Names("PostgreSql.Sql"))
        {
            var text = Comment().Replace(Read($"PostgreSql.Sql.{name}.sql"), "");
            if (text.StartsWith("copy", StringComparison.Ordinal))
            {
                await using var import = await connection.BeginBinaryImportAsync(text, Stop);
                continue;
            }

            var names = Named().Matches(text).Select(m => m.Value).Distinct().ToList();
            var numbered = Named().Replace(text, m => $"${names.IndexOf(m.Value) + 1}");

            // A number that one dialect leaves out has no type of its own.
            var used = Numbered().Matches(numbered).Select(m => int.Parse(m.Groups[1].Value)).ToHashSet();
            var types = Enumerable.Range(1, used.DefaultIfEmpty().Max()).Select(n => used.Contains(n) ? "unknown" : "bigint").ToList();
            await using var command = new NpgsqlCommand($"prepare {name} {(types.Count > 0 ? $"({string.Join(", ", types)})" : "")} as {numbered}", connection);
            var error = await Record.ExceptionAsync(() => command.ExecuteNonQueryAsync(Stop));
            Assert.True(error is null, $"{name}: {error?.Message}");
        }

        await server.DropAsync(database);
    }

    private static List<string> Names(string folder) =>
        [.. typeof(RecordArchive).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith($"Archive.Storage.{folder}.", StringComparison.Ordinal))
            .Select(n => n[$"Archive.Storage.{folder}.".Length..^4])
            .Order(StringComparer.Ordinal)];

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(RecordArchive).Assembly.GetManifestResourceStream("Archive.Storage." + name)!); // listed before
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^--.*\n", RegexOptions.Multiline, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\$(\d+)", RegexOptions.None, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"(?<!@)@[A-Z]\w*", RegexOptions.None, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Named();
}
