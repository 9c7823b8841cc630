using Archive.Core.Evidence;
using Archive.Storage.Sql;

namespace Archive.Storage.Evidence;

/// <inheritdoc cref="ILogVerifier"/>
internal sealed class LogVerifier(RecordArchive archive) : ILogVerifier
{
    public Task<VerificationReport> VerifyAsync(IProgress<long>? progress, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult(archive.Readers.Read(database =>
            {
                // Made in here: a reader that loses its connection begins anew.
                var findings = new VerificationFindings();
                var state = ReadState(database, findings);
                var pass = new LeafPass(archive, database, findings, progress, cancellationToken);
                var leaves = pass.Run(state);
                new TablePass(archive, database, findings).Run(state, pass);
                archive.Engine.Verify(database, archive.NewMac(), findings);
                return findings.ToReport(leaves);
            }));
        }
        catch (StorageException e)
        {
            var findings = new VerificationFindings();
            findings.Unreadable("record store", e.Message);
            return Task.FromResult(findings.ToReport(0));
        }
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
