using System.Diagnostics.Metrics;
using Archive.Core.Dependencies;
using Archive.Core.Telemetry;

namespace Archive.Web.Telemetry;

/// <summary>Gauges of this archive, told when somebody asks. On a meter of its own, which has the name of the one in Core and ends with the host: gauges
/// cannot be taken from a meter again, and would keep a closed archive alive.</summary>
internal sealed class ArchiveGauges : IHostedService, IDisposable
{
    private readonly GaugeReader _reader;
    private readonly DependencyStates _dependencies;
    private readonly Meter _meter = new(ArchiveTelemetry.Name);

    public ArchiveGauges(GaugeReader reader, DependencyStates dependencies)
    {
        _reader = reader;
        _dependencies = dependencies;
        AddCounts();
        AddStates();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();

    private void AddCounts()
    {
        Add("archive.records", "{record}", "Records stored now.", r => Known(r.Records?.Records));
        Add("archive.evidence.tree.size", "{leaf}", "Leaves of the evidence log.", r => Known(r.Records?.TreeSize));
        Add("archive.quarantine.items", "{item}", "Items that could not be read or redacted.", r => Known(r.Records?.Quarantined));
        Add("archive.index.lag", "{record}", "Records that are stored and not searchable yet.", r => Known(r.Records?.LastSequence - r.Index?.Cursor));
        Add("archive.disk.free", "By", "Free bytes where the data folder is.", r => Disk(r, d => d.AvailableFreeSpace));
        Add("archive.disk.size", "By", "Size of the disk where the data folder is.", r => Disk(r, d => d.TotalSize));
        Add("archive.pull.age", "s", "Time since the newest complete pull of a source.", r => r.Sources
            .Where(s => s.SinceComplete is not null)
            .Select(s => new Measurement<long>((long)s.SinceComplete!.Value.TotalSeconds, Tag(ArchiveTelemetry.Source, s.Source)))); // those without were left out
    }

    private void AddStates()
    {
        Add("archive.source.state", "", "State of a source: 0 ok, 1 late, 2 failed, 3 never pulled to its end.", r => r.Sources
            .Select(s => new Measurement<long>((int)s.Condition, Tag(ArchiveTelemetry.Source, s.Source))));
        Add("archive.source.loss.state", "", "Nearness of losing messages for good: 0 none, 1 half of the platform's window has passed, 2 three quarters, 3 all of it.", r => r.Sources
            .Where(s => s.Loss is not null)
            .Select(s => new Measurement<long>((int)s.Loss!.Condition, Tag(ArchiveTelemetry.Source, s.Source)))); // those without were left out
        Add("archive.source.loss.left", "s", "Time until the first message that was not captured is out of the platform's reach; negative when some may be.", r => r.Sources
            .Where(s => s.Loss is not null)
            .Select(s => new Measurement<long>((long)s.Loss!.Left.TotalSeconds, Tag(ArchiveTelemetry.Source, s.Source)))); // those without were left out
        Add("archive.source.days", "{day}", "Days of a source by how complete they are: open, red (something is unexplained), closed (signed), unconfirmed (out of the platform's reach).", r => r.Days
            .Select(d => new Measurement<long>(d.Count, Tag(ArchiveTelemetry.Source, d.Source), Tag("state", d.State.ToString().ToLowerInvariant()))));
        Add("archive.job.failing", "", "1 when the last finished run of a job failed.", r => r.Jobs
            .Select(j => new Measurement<long>(j.IsFailing ? 1 : 0, Tag(ArchiveTelemetry.Job, j.Job))));

        // Before the first reading nothing is known, which is not the same as a store that cannot be read.
        Add("archive.store.up", "", "1 when the store can be read.", r => r.IsNothing ? [] :
        [
            new(r.Records is null ? 0 : 1, Tag("store", "records")),
            new(r.Index is null ? 0 : 1, Tag("store", "index")),
        ]);
        _meter.CreateObservableGauge("archive.dependency.state", () => _dependencies.Read()
            .Select(d => new Measurement<long>((int)d.State, Tag("dependency", d.Name))), null, "Circuit of a dependency: 0 closed, 1 half open, 2 open.");
    }

    private void Add(string name, string unit, string description, Func<GaugeReading, IEnumerable<Measurement<long>>> read) =>
        _meter.CreateObservableGauge(name, () => read(_reader.Read()), unit.Length == 0 ? null : unit, description);

    private static Measurement<long>[] Known(long? value) => value is { } known ? [new(Math.Max(0, known))] : [];

    private static Measurement<long>[] Disk(GaugeReading reading, Func<DriveInfo, long> read)
    {
        try
        {
            return reading.Disk is { } disk ? [new(read(disk))] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
