using Archive.Web.Auth;
using Hangfire;

namespace Archive.Web.Security;

/// <summary>Hangfire's own dashboard, for operators. It shows job names and ids, never content.</summary>
internal static class Dashboard
{
    public const string Path = "/jobs/dashboard";

    /// <summary>Maps it when the host has a job storage.</summary>
    public static void MapArchiveDashboard(this WebApplication app)
    {
        if (app.Services.GetService<JobStorage>() is null)
        {
            return;
        }

        app.MapHangfireDashboardWithAuthorizationPolicy(
            ArchivePolicies.RunJobs,
            Path,
            new DashboardOptions { AppPath = "/jobs", DisplayStorageConnectionString = false });
    }
}
