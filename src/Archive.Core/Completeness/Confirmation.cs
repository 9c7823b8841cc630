using Archive.Core.Connectors;
using Archive.Core.Consent;
using Archive.Core.Evidence;
using Archive.Core.Ingestion;
using Archive.Core.Jobs;
using Archive.Core.Messages;
using Archive.Core.Redaction;
using Archive.Core.Sanctioning;
using Archive.Core.Search;

namespace Archive.Core.Completeness;

/// <summary>Reads the days of a source that are over a second time, states what the platform gave out and what became of it, and takes in what was missing.
/// <para>A statement is made before anything that it found missing is taken in: a run that is killed in between finds the same again and states it again,
/// and none is lost. A day closes when a read finds nothing missing, so one of which something was is read once more by a later run; and it stays open for as long
/// as it can be read again while the source lacks a scope in force or an item is missing that cannot be read, since both may come in yet. May be killed
/// anywhere, and run twice at the same time: a message is taken in once, and a day that is closed stays closed.</para></summary>
public sealed class Confirmation(
    IRecordStore records,
    IKnownItems known,
    DayStatements statements,
    ISearchIndex index,
    IRedactor redactor,
    Func<SanctionRegister> register,
    NoteSigner signer,
    CompletenessOptions options,
    TimeProvider clock)
{
    /// <param name="readThrough">Beginning of the last run that read the source to its end; null for none.</param>
    /// <param name="lease">Under which the source is confirmed; null where nobody else can.</param>
    /// <exception cref="ConnectorException">The source cannot be read again; statements that were made stay.</exception>
    public async Task<ConfirmationReport> RunAsync(
        ConfiguredSource source, DateTimeOffset? readThrough, string actor, Lease? lease, IProgress<ConfirmationReport>? progress, CancellationToken cancellationToken)
    {
        var run = new Run(source, new DaySchedule(source.Window, options), actor, lease, progress);
        var stated = await statements.ReadAsync(source.Name, cancellationToken);
        var captured = (await records.ReadIntakeAsync(source.Name, cancellationToken)).Select(c => c.Day).ToHashSet();
        var now = clock.GetUtcNow();
        var (due, late) = run.Schedule.Divide(stated, captured, readThrough, now);
        foreach (var day in late)
        {
            await StateAsync(run, day, DayState.Unconfirmed, stated.FirstOrDefault(s => s.Day == day)?.SecondRead, cancellationToken);
        }

        try
        {
            if (due.Count > 0)
            {
                await ConfirmAsync(run, due, cancellationToken);
            }
        }
        finally
        {
            if (stated.Count == 0 && captured.Count > 0 && run.Schedule.FirstDay(stated, captured, now) is var first && run.Schedule.HasSettled(first, now))
            {
                await BeginAsync(run, first, CancellationToken.None);
            }
        }

        return run.Report;
    }

    /// <summary>The calendar of a source begins with its first statement. Where no second read has succeeded yet, the first day is stated as open: should none succeed
    /// before days leave the window, they are not forgotten.</summary>
    private async Task BeginAsync(Run run, DateOnly first, CancellationToken cancellationToken)
    {
        if ((await statements.ReadAsync(run.Source.Name, cancellationToken)).Count == 0)
        {
            await StateAsync(run, first, DayState.Open, null, cancellationToken);
        }
    }

    private async Task ConfirmAsync(Run run, IReadOnlyList<DateOnly> due, CancellationToken cancellationToken)
    {
        var connector = run.Source.Open() as IConfirmingConnector
            ?? throw new ConnectorException(ConnectorFailure.Permanent, $"Source {run.Source.Name} cannot be read a second time.");
        var since = DaySchedule.StartOf(due[0]);
        var before = await known.CountHeldAsync(run.Source.Name, cancellationToken);
        var preparation = await PrepareAsync(run, connector, cancellationToken);
        var reading = new SecondReading(run.Source.Name, known, preparation, due, before);
        await foreach (var page in connector.ReadAgainAsync(new SecondRead(since), cancellationToken))
        {
            preparation.ReadRegister();
            await reading.TakeAsync(page, cancellationToken);
            run.Tell(r => r with { Read = reading.Read });
        }

        run.Tell(r => r with { Missing = reading.Missing.Count });
        await StateAsync(run, due, reading, before, cancellationToken);
        if (reading.Missing.Count > 0)
        {
            var missing = new MissingItems(records, await PrepareAsync(run, connector, cancellationToken), reading.Missing, run.Lease);
            var recovered = await missing.TakeInAsync(connector, since, cancellationToken);
            run.Tell(r => r with { Recovered = recovered });
            await CatchUpAsync(cancellationToken);
        }
    }

    private async Task StateAsync(Run run, IReadOnlyList<DateOnly> due, SecondReading reading, HeldRecords before, CancellationToken cancellationToken)
    {
        var counts = (await records.ReadIntakeAsync(run.Source.Name, cancellationToken)).ToLookup(c => c.Day);
        foreach (var day in due)
        {
            var figures = reading[day].ToFigures(before.ByDay.GetValueOrDefault(day), counts[day]);
            var mayComeIn = reading[day].LacksScope || reading.MissesUnreadable;
            var state = figures.Unexplained > 0 ? DayState.Red
                : mayComeIn && run.Schedule.IsWithinReach(day, clock.GetUtcNow() + DaySchedule.UntilNextRead) ? DayState.Open

                // What fell out of reach while it was read may have been missing.
                : run.Schedule.IsWithinReach(day, clock.GetUtcNow()) ? DayState.Closed : DayState.Unconfirmed;
            await StateAsync(run, day, state, figures, cancellationToken);
        }
    }

    private async Task StateAsync(Run run, DateOnly day, DayState state, SecondReadFigures? figures, CancellationToken cancellationToken)
    {
        var counts = await records.ReadIntakeAsync(run.Source.Name, cancellationToken);
        var log = await records.ReadStatisticsAsync(cancellationToken);
        var statement = new DayStatement(
            run.Source.Name,
            day,
            state,
            Timestamps.Cut(clock.GetUtcNow()),
            ArrivalFigures.Of([.. counts.Where(c => c.Day == day)]),
            figures,
            log.TreeSize,
            log.Root);
        await statements.AddAsync(
            state == DayState.Closed ? statement with { Note = signer.Sign(StatementEncoding.ToText(statement)).ToString() } : statement, run.Actor, cancellationToken);
        run.Tell(r => r with
        {
            Closed = r.Closed + (state == DayState.Closed ? 1 : 0),
            Red = r.Red + (state == DayState.Red ? 1 : 0),
            Unconfirmed = r.Unconfirmed + (state == DayState.Unconfirmed ? 1 : 0),
        });
    }

    private async Task<PagePreparation> PrepareAsync(Run run, IChatConnector connector, CancellationToken cancellationToken) => new(
        connector,
        run.Source.Retention,
        redactor,
        register,
        new ConsentTimeline(await records.ReadConsentsAsync(connector.Source, null, cancellationToken)),
        clock);

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            await new IndexCatchUp(records, index).RunAsync(null, cancellationToken);
        }
        catch (IndexUnavailableException)
        {
            // The index job does it when it is back.
        }
    }

    private sealed class Run(ConfiguredSource source, DaySchedule schedule, string actor, Lease? lease, IProgress<ConfirmationReport>? progress)
    {
        public ConfiguredSource Source => source;

        public DaySchedule Schedule => schedule;

        public string Actor => actor;

        public Lease? Lease => lease;

        public ConfirmationReport Report { get; private set; } = new(0, 0, 0, 0, 0, 0);

        public void Tell(Func<ConfirmationReport, ConfirmationReport> change)
        {
            Report = change(Report);
            progress?.Report(Report);
        }
    }
}
