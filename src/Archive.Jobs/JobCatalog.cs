using Archive.Core.Connectors;
using Microsoft.Extensions.Options;

namespace Archive.Jobs;

/// <summary>The one list of jobs: name, source and schedule. Everything that starts, shows or schedules a job asks it.</summary>
public sealed class JobCatalog(SourceCatalog sources, IOptions<JobsOptions> options)
{
    /// <summary>As of now: sources come and go.</summary>
    public IReadOnlyList<CatalogedJob> Jobs =>
    [
        .. sources.Sources.Select(source => new CatalogedJob(
            JobNames.Pull, source.Name, source.Schedule ?? options.Value.Pull.GetValueOrDefault(source.Name, options.Value.DefaultPull))),
        .. sources.Sources.Where(source => source.CanConfirm).Select(source => new CatalogedJob(JobNames.Confirm, source.Name, options.Value.Confirm)),
        new CatalogedJob(JobNames.Index, null, options.Value.Index),
        new CatalogedJob(JobNames.CleanUp, null, options.Value.CleanUp),
        new CatalogedJob(JobNames.Verify, null, options.Value.Verify),
        new CatalogedJob(JobNames.RunSavedSearches, null, options.Value.RunSavedSearches),
    ];

    /// <summary>Raised after <see cref="Jobs"/> became others.</summary>
    public event EventHandler Changed
    {
        add => sources.Changed += value;
        remove => sources.Changed -= value;
    }

    /// <exception cref="ArgumentException">No job of that name and source; the message lists those there are.</exception>
    public CatalogedJob Get(string name, string? source) =>
        Jobs.FirstOrDefault(job => job.Name == name && job.Source == source)
        ?? throw new ArgumentException(
            $"There is no job '{CatalogedJob.Key(name, source)}'. Known jobs: {string.Join(", ", Jobs.Select(job => job.Id))}.", nameof(name));
}

/// <param name="Source">Null for jobs over the whole archive.</param>
/// <param name="Schedule">Cron expression, UTC.</param>
public sealed record CatalogedJob(string Name, string? Source, string Schedule)
{
    /// <summary>"pull:slack", "verify".</summary>
    public string Id => Key(Name, Source);

    internal static string Key(string name, string? source) => source is null ? name : $"{name}:{source}";
}
