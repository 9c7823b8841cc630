using Archive.Storage.Evidence;
using Archive.Storage.Sql;

namespace Archive.Storage.PostgreSql;

/// <summary>Checks the table that holds the identities of records over all partitions: whoever removes or changes one lets a message in twice.</summary>
internal sealed class PostgreSqlIdentityPass(IStoreDatabase database, RowMac mac, VerificationFindings findings)
{
    public void Run()
    {
        var records = 0L;
        var rows = database.Walk("identity_list");
        while (rows.Step())
        {
            records++;
            if (!mac.Identity(rows.Int64(1), rows.Text(2), rows.Text(3)).AsSpan().SequenceEqual(rows.Blob(4)))
            {
                findings.Add("identity changed", $"identity of record {rows.Int64(0)}", "it is missing or not that of the record");
            }
        }

        var lost = Count("identity_lost");
        if (lost > 0)
        {
            findings.Add("identity missing", "record_identity", $"{lost} disposed records could be stored again");
        }

        findings.Expect("identities missing or inserted", "record_identity", records + CountDisposed(), Count("identity_count"));
    }

    private long Count(string statement) => database.Prepare(statement).Find() ?? 0;

    private long CountDisposed()
    {
        var count = 0L;
        var rows = database.Walk("disposed_list").Bind(1, 0).Bind(2, long.MaxValue);
        while (rows.Step())
        {
            count++;
        }

        return count;
    }
}
