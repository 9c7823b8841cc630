using Npgsql;

namespace Archive.Storage.PostgreSql;

/// <summary>The rows that a statement gave, and how many it changed. Rows are held whole: one connection answers one statement at a time, and the
/// algorithms run others between two rows.</summary>
internal sealed record PostgreSqlAnswer(List<object[]> Rows, int Changed)
{
    public static readonly PostgreSqlAnswer Empty = new([], 0);

    /// <param name="last">The statement whose answer counts; what comes before it only has to succeed.</param>
    public static PostgreSqlAnswer Read(NpgsqlDataReader reader, NpgsqlBatchCommand last)
    {
        var rows = new List<object[]>();
        do
        {
            rows.Clear();
            while (reader.Read())
            {
                var row = new object[reader.FieldCount];
                reader.GetValues(row);
                rows.Add(row);
            }
        }
        while (reader.NextResult());

        // A select changes rows only through a function, which gives one for each.
        return new PostgreSqlAnswer(rows, last.StatementType == StatementType.Select ? rows.Count : (int)last.RecordsAffected);
    }
}
