using Archive.Core.Evidence;

namespace Archive.Storage.Sqlite;

/// <inheritdoc cref="ILogVerifier"/>
internal sealed class SqliteLogVerifier(SqliteArchive archive) : ILogVerifier
{
    public Task<VerificationReport> VerifyAsync(IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var findings = new VerificationFindings();
        var leaves = 0L;
        try
        {
            using var database = SqliteDatabase.Open(archive.Folder.Records, readOnly: true);
            database.Execute("begin");
            var state = ReadState(database, findings);
            var pass = new LeafPass(archive, database, findings, progress, cancellationToken);
            leaves = pass.Run(state);
            new TablePass(archive, database, findings).Run(state, pass);
            database.Execute("commit");
        }
        catch (StorageException e)
        {
            findings.Unreadable("record store", e.Message);
        }

        return Task.FromResult(findings.ToReport(leaves));
    }

    private LogState? ReadState(SqliteDatabase database, VerificationFindings findings)
    {
        try
        {
            return LogState.Read(database, archive.NewMac());
        }
        catch (StorageException e) when (e.InnerException is InvalidDataException)
        {
            findings.Add("state changed", "log_state", e.InnerException.Message);
            return null;
        }
    }
}
