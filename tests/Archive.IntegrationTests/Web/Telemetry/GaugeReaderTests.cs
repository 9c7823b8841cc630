using System.Diagnostics;
using System.Reflection;
using Archive.Core.Completeness;
using Archive.Core.Connectors;
using Archive.Core.Evidence;
using Archive.Core.Jobs;
using Archive.Core.Messages;
using Archive.Core.Search;
using Archive.Storage;
using Archive.Web.Operations;
using Archive.Web.Telemetry;
using Microsoft.Extensions.Time.Testing;

namespace Archive.IntegrationTests.Web.Telemetry;

/// <summary>Gauges over stores that fail, or do not answer.</summary>
public sealed class GaugeReaderTests
{
    private static readonly RecordStatistics Ten = new(10, 20, "", 10, 10, 0, 0, 0, 0, 10);

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private int _asked;

    [Fact]
    public void Leaves_out_what_cannot_be_read_and_tells_the_rest()
    {
        var reading = Read(() => throw new IOException("the disk is gone")).Read();

        Assert.Null(reading.Records);
        Assert.Equal(7, reading.Index?.Cursor);
        Assert.NotNull(reading.Disk);
    }

    [Fact]
    public void Waits_half_a_second_once_for_a_store_that_does_not_answer()
    {
        var reader = Read(() => new TaskCompletionSource<RecordStatistics>().Task, TimeSpan.FromSeconds(0.5));
        var watch = Stopwatch.StartNew();

        for (var i = 0; i < 12; i++)
        {
            Assert.Null(reader.Read().Records);
        }

        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(5)); // twelve waits would be six
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref _asked) == 1, Long));
    }

    [Fact]
    public void Asks_a_store_again_that_did_not_answer()
    {
        var answers = new Queue<Task<RecordStatistics>>([new TaskCompletionSource<RecordStatistics>().Task, Task.FromResult(Ten)]);
        var reader = Read(() => answers.Count > 1 ? answers.Dequeue() : answers.Peek(), TimeSpan.FromSeconds(0.5));

        Assert.Null(reader.Read().Records);
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref _asked) == 1, Long)); // the reading has begun
        _clock.Advance(TimeSpan.FromSeconds(31));
        Assert.True(SpinWait.SpinUntil(() => reader.Read().Index is not null, Long));
        _clock.Advance(TimeSpan.FromSeconds(6));

        Assert.True(SpinWait.SpinUntil(() => reader.Read().Records == Ten, Long));
    }

    [Fact]
    public void Asks_the_stores_at_most_every_five_seconds()
    {
        var reader = Read(() => Task.FromResult(Ten));
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(10, reader.Read().Records?.Records);
        }

        Assert.Equal(1, _asked);
        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(10, reader.Read().Records?.Records);
        Assert.Equal(2, _asked);
    }

    private GaugeReader Read(Func<Task<RecordStatistics>> statistics, TimeSpan? patience = null)
    {
        var records = Answers<IRecordStore>.Make(_ =>
        {
            Interlocked.Increment(ref _asked);
            return statistics();
        });
        var index = Answers<ISearchIndex>.Make(_ => new ValueTask<IndexState>(new IndexState(7, 7, "test/1")));
        var runs = Answers<IJobRunLog>.Make(_ => Task.FromResult<IReadOnlyList<JobRun>>([]));
        var sources = new SourceStates(new SourceCatalog([]), runs, new(), _clock);
        var days = new DayOverview(new DayStatements(Answers<IEvidenceLog>.Make(_ => Task.FromResult<IReadOnlyList<EvidenceEntry>>([]))), records, new SourceCatalog([]), new(), _clock);
        return new GaugeReader(records, index, sources, days, runs, new DataFolder(Path.GetTempPath()), _clock, patience ?? Long);
    }
}

/// <summary>Answers every call of a port with the same.</summary>
#pragma warning disable CA1852, MA0053 // The proxy is a class derived from this one at run time.
internal class Answers<T> : DispatchProxy
#pragma warning restore CA1852, MA0053
    where T : class
{
    private Func<MethodInfo, object> _answer = _ => throw new NotSupportedException();

    public static T Make(Func<MethodInfo, object> answer)
    {
        var proxy = Create<T, Answers<T>>();
        ((Answers<T>)(object)proxy)._answer = answer;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _answer(targetMethod!); // proxies have one
}
