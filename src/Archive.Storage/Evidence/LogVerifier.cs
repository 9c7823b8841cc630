using Archive.Core.Evidence;
using Archive.Storage.Sql;

namespace Archive.Storage.Evidence;

/// <inheritdoc cref="ILogVerifier"/>
internal sealed class LogVerifier(RecordArchive archive) : ILogVerifier
{
    public Task<VerificationReport> VerifyAsync(IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var findings = new VerificationFindings();
        var leaves = 0L;
        try
        {
            leaves = archive.Readers.Read(database =>
            {
                var state = ReadState(database, findings);
                var pass = new LeafPass(archive, database, findings, progress, cancellationToken);
                var count = pass.Run(state);
                new TablePass(archive, database, findings).Run(state, pass);
                return count;
            });
        }
        catch (StorageException e)
        {
            findings.Unreadable("record store", e.Message);
        }

        return Task.FromResult(findings.ToReport(leaves));
    }

    private LogState? ReadState(IStoreDatabase database, VerificationFindings findings)
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
