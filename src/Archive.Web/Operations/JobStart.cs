using Archive.Core.Audit;
using Archive.Core.Jobs;

namespace Archive.Web.Operations;

/// <summary>Starts a job that a person asks for, once the audit trail says so. Whether the person may is the page's to know.</summary>
internal sealed class JobStart(IJobScheduler scheduler, AuditTrail audit)
{
    /// <param name="source">Null for jobs over the whole archive.</param>
    /// <returns>False where there is no such job; nothing was written then.</returns>
    public async Task<bool> TryAsync(string job, string? source, string account, CancellationToken cancellationToken)
    {
        if (!scheduler.ReadJobs().Any(j => j.Name == job && j.Source == source))
        {
            return false;
        }

        await audit.AdministeredAsync(account, source is null ? $"job {job} started" : $"job {job} of {source} started", cancellationToken);
        await scheduler.RunNowAsync(job, source, account, cancellationToken);
        return true;
    }
}
