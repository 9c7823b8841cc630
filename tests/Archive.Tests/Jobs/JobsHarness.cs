using Archive.Tests.Sanctioning;
using System.Reflection;
using Archive.Core.Audit;
using Archive.Core.Completeness;
using Archive.Core.Connectors;
using Archive.Core.Evidence;
using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Archive.Core.Quarantine;
using Archive.Core.Redaction;
using Archive.Core.Retention;
using Archive.Core.Sanctioning;
using Archive.Core.Search;
using Archive.Core.Search.Language;
using Archive.Core.Search.Saved;
using Archive.Jobs;
using Archive.Tests.Search;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Archive.Tests.Jobs;

/// <summary>The job classes over a small archive in memory.</summary>
internal sealed class JobsHarness
{
    public JobsHarness(params ConfiguredSource[] sources)
    {
        Sources = new SourceCatalog(sources);
        Runner = new JobRunner(Runs, Leases, Options.Create(new JobsOptions()), TimeProvider.System, NullLogger<JobRunner>.Instance);
        var pipeline = new IngestionPipeline(Store, Store, new KeepsText(), Register, TimeProvider.System);
        Sweep = new RetentionSweep(
            Store, Store, Store, new LegalHolds(Store, TimeProvider.System), Register.Read, TimeProvider.System);
        Pull = new PullSourceJob(Sources, [async _ => await Renewing(Sources)], pipeline, Hints, Runner, []);
        var confirmation = new Confirmation(
            Store, new NothingKnown(), new DayStatements(Store), Store, new KeepsText(), Register.Read, new NoteSigner("test", new byte[NoteSigner.SeedSize]),
            new CompletenessOptions { Settling = TimeSpan.Zero }, new StandingTime(DateTimeOffset.UnixEpoch.AddHours(2)));
        Confirm = new ConfirmSourceJob(Sources, confirmation, Store, Runner, []);
        Index = new CatchUpIndexJob(Store, Store, Runner);
        Verify = new VerifyEvidenceJob(Verifier, Runner);
        Interrupted = new InterruptedRuns(
            Runs, Leases, Sweep, Options.Create(new JobsOptions()), TimeProvider.System, NullLogger<InterruptedRuns>.Instance);
        CleanUp = new SweepRetentionJob(Sweep, Runner, Interrupted, TimeProvider.System);
        var retry = new QuarantineRetry(
            DispatchProxy.Create<IQuarantine, NothingQuarantined>(), Store, Store, new KeepsText(), () => SanctionRegister.Empty, Sources, (_, _) => null, TimeProvider.System);
        RetryQuarantine = new RetryQuarantineJob(retry, Runner, []);
        var saved = DispatchProxy.Create<ISavedSearches, NoSearches>();
        var searches = new SavedSearchRuns(
            saved, (text, scope, _) => QueryBinder.Bind(text, scope, TimeProvider.System), Store, new AuditTrail(Store, TimeProvider.System), TimeProvider.System);
        SavedSearches = new RunSavedSearchesJob(
            saved, searches, DispatchProxy.Create<ISearchOwners, NoSearches>(), Runner, TimeProvider.System, NullLogger<RunSavedSearchesJob>.Instance);
    }

    /// <summary>Ann may be captured, nobody else.</summary>
    public RegisterDesk Register { get; } = TestRegister.DeskOf(Account("slack", "U1"));

    public RetryQuarantineJob RetryQuarantine { get; }

    /// <summary>What finds sources that another process made.</summary>
    public Func<SourceCatalog, Task> Renewing { get; set; } = _ => Task.CompletedTask;

    public MemoryRunLog Runs { get; } = new();

    public MemoryArchive Store { get; } = new();

    public SettableVerifier Verifier { get; } = new();

    public MemoryLeases Leases { get; } = new(TimeProvider.System);

    public MemoryHints Hints { get; } = new(TimeProvider.System);

    public SourceCatalog Sources { get; }

    public JobRunner Runner { get; }

    public PullSourceJob Pull { get; }

    /// <summary>Its clock stands two hours after the time of all runs of the history.</summary>
    public ConfirmSourceJob Confirm { get; }

    public CatchUpIndexJob Index { get; }

    public SweepRetentionJob CleanUp { get; }

    public VerifyEvidenceJob Verify { get; }

    public InterruptedRuns Interrupted { get; }

    public RunSavedSearchesJob SavedSearches { get; }

    public RetentionSweep Sweep { get; }

    public static ConfiguredSource Source(string name, Func<SourceCursor, CancellationToken, IAsyncEnumerable<SourcePage>> read) =>
        new(name, "slack", "test", new RetentionPolicy("test@1", 0, RetentionAction.Dispose), () => new ScriptedConnector(name, read));

    public static SourceItem Item(string id) => new(
        id,
        new byte[] { 1 },
        new ChatMessage
        {
            NativeId = id,
            Kind = MessageKind.Text,
            Conversation = new Conversation("C1", "desk", ConversationKind.Channel, []),
            Sender = new Participant("U1", "Ann", ParticipantKind.Member),
            SentAt = new DateTimeOffset(2024, 3, 5, 9, 0, 0, TimeSpan.Zero),
            Text = "hello",
        });

    private static RegisteredAccount Account(string source, string id) => new(
        source, id, "P1", "Ann", null, DateTimeOffset.UnixEpoch, null, "notice@1", DateTimeOffset.UnixEpoch, AccountStanding.Sanctioned);

    private sealed class ScriptedConnector(string name, Func<SourceCursor, CancellationToken, IAsyncEnumerable<SourcePage>> read) : IConfirmingConnector
    {
        public string Source => name;

        public string Platform => "slack";

        public Provenance Provenance => Provenance.Captured;

        public IAsyncEnumerable<SourcePage> ReadAsync(SourceCursor cursor, CancellationToken cancellationToken) => read(cursor, cancellationToken);

        public IAsyncEnumerable<SourcePage> ReadAgainAsync(SecondRead again, CancellationToken cancellationToken) => read(SourceCursor.Start, cancellationToken);
    }

    private sealed class NothingKnown : IKnownItems
    {
        public Task<IReadOnlyList<KnownItem>> FindAsync(string source, IReadOnlyList<ItemIdentity> items, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<KnownItem>>([.. items.Select(_ => default(KnownItem))]);

        public Task<HeldRecords> CountHeldAsync(string source, CancellationToken cancellationToken) =>
            Task.FromResult(new HeldRecords(0, new Dictionary<DateOnly, long>()));
    }

    private sealed class KeepsText : IRedactor
    {
        public string PolicyVersion => "none@1";

        public RedactedText Redact(string text) => new(text, []);
    }
}

/// <summary>An empty quarantine: lists are empty, and nothing else may be asked.</summary>
#pragma warning disable CA1852, MA0053 // The proxy is a class derived from this one at run time.
internal class NothingQuarantined : DispatchProxy
#pragma warning restore CA1852, MA0053
{
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod?.Name switch
    {
        nameof(IQuarantine.ListAsync) => Task.FromResult<IReadOnlyList<QuarantinedRecord>>([]),
        nameof(IQuarantine.OpenAsync) => Task.FromResult<IReadOnlyList<OpenedItem>>([]),
        _ => throw new NotSupportedException(targetMethod?.Name),
    };
}

/// <summary>Nobody saved a search: lists are empty, and nothing else may be asked.</summary>
#pragma warning disable CA1852, MA0053 // The proxy is a class derived from this one at run time.
internal class NoSearches : DispatchProxy
#pragma warning restore CA1852, MA0053
{
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod?.ReturnType == typeof(Task<IReadOnlyList<SavedSearch>>)
            ? Task.FromResult<IReadOnlyList<SavedSearch>>([])
            : throw new NotSupportedException(targetMethod?.Name);
}

internal sealed class SettableVerifier : ILogVerifier
{
    public Func<CancellationToken, Task<VerificationReport>> Answer { get; set; } =
        _ => Task.FromResult(new VerificationReport(VerificationResult.Intact, 7, []));

    public Task<VerificationReport> VerifyAsync(IProgress<long>? progress, CancellationToken cancellationToken) => Answer(cancellationToken);
}
