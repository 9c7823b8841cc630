using Archive.Core.Jobs;
using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.Dashboard;
using Hangfire.InMemory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Archive.Jobs;

public static class JobsServiceCollectionExtensions
{
    /// <summary>Job classes with run history and locks, without schedules or workers: what the command line runs once.</summary>
    public static IServiceCollection AddArchiveJobClasses(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<JobsOptions>();
        services.TryAddSingleton<JobRunner>();
        services.TryAddSingleton<PullSourceJob>();
        services.TryAddSingleton<ConfirmSourceJob>();
        services.TryAddSingleton<CatchUpIndexJob>();
        services.TryAddSingleton<SweepRetentionJob>();
        services.TryAddSingleton<RetryQuarantineJob>();
        services.TryAddSingleton<VerifyEvidenceJob>();
        services.TryAddSingleton<RunSavedSearchesJob>();
        services.TryAddSingleton<InterruptedRuns>();
        return services;
    }

    /// <summary>The whole of it: registers schedules and runs workers while the host runs. Call <see cref="InterruptedRuns.SettleAsync"/> before the host
    /// starts. Job storage is in memory: it holds no truth, since cursors and run history are in the archive and schedules are registered at every start.</summary>
    public static IServiceCollection AddArchiveJobs(this IServiceCollection services, Action<JobsOptions>? configure = null)
    {
        services.AddArchiveJobClasses();
        var options = services.AddOptions<JobsOptions>()
            .Validate(o => o.Workers is >= 1 and <= JobsOptions.MostWorkers, $"{JobsOptions.Section}:Workers must be 1 to {JobsOptions.MostWorkers}.")
            .Validate(o => o.Lease >= JobsOptions.ShortestLease, $"{JobsOptions.Section}:Lease must be {JobsOptions.ShortestLease} or more.")
            .Validate(o => o.ShutdownTimeout > TimeSpan.Zero, $"{JobsOptions.Section}:ShutdownTimeout must be more than zero.")
            .ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddSingleton<JobCatalog>();
        services.TryAddSingleton<HangfireJobs>();
        services.TryAddSingleton<JobStorage>(_ => new InMemoryStorage());
        services.TryAddSingleton<JobActivator>(provider => new AspNetCoreJobActivator(provider.GetRequiredService<IServiceScopeFactory>()));

        // What Hangfire's dashboard looks for among the services. AddHangfire would bring them too, and with them process-wide settings.
        services.TryAddSingleton<IGlobalConfiguration>(_ => GlobalConfiguration.Configuration);
        services.TryAddSingleton(_ => DashboardRoutes.Routes);

        services.TryAddSingleton<HangfireBinding>();
        services.TryAddSingleton<IJobScheduler>(provider => provider.GetRequiredService<HangfireBinding>());
        services.AddHostedService(provider => provider.GetRequiredService<HangfireBinding>());
        services.TryAddSingleton<PullHintInbox>();
        services.AddHostedService<HintedPulls>();
        return services;
    }
}
