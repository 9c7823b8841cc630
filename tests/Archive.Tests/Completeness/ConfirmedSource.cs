using Archive.Core.Completeness;
using Archive.Core.Connectors;
using Archive.Core.Evidence;
using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Archive.Core.Redaction;
using Archive.Core.Retention;
using Archive.Core.Sanctioning;
using Archive.Tests.Jobs;
using Archive.Tests.Sanctioning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Archive.Tests.Completeness;

/// <summary>A connector with an archive behind it: pulls it and confirms its days, at times that the test chooses.</summary>
/// <param name="services">Of the archive, whenever it is asked: a test may close it and open it again.</param>
internal sealed class ConfirmedSource(
    Func<IServiceProvider> services, IConfirmingConnector connector, IReadOnlyList<RegisteredAccount> accounts, TimeSpan? window = null)
{
    public static readonly NoteSigner Signer = new("test", new byte[NoteSigner.SeedSize]);

    /// <summary>The platform has listed everybody before: whoever has left since is still captured up to that time.</summary>
    private readonly TestRegister _register = new(
        [.. TestRegister.ChangesOf(accounts, accounts.Select(a => a.Source)), new PlatformListed(connector.Source, [.. accounts.Select(a => a.AccountId).Distinct()], [])]);
    private readonly MemoryArchive _index = new();

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 5, 4, 30, 0, TimeSpan.Zero));

    /// <summary>Beginning of the last pull that reached the end.</summary>
    public DateTimeOffset? ReadThrough { get; set; }

    /// <summary>In front of the store and the log; for tests that break them.</summary>
    public Func<IRecordStore, IRecordStore> Records { get; set; } = records => records;

    public Func<IEvidenceLog, IEvidenceLog> Log { get; set; } = log => log;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ConfiguredSource Source { get; } = new(
        connector.Source, connector.Platform, "test", new RetentionPolicy("keep@1", 0, RetentionAction.Keep), () => connector) { CanConfirm = true, Window = window };

    public Task ChangeRegisterAsync(RegisterChange change) => _register.ChangeAsync("test", Clock.GetUtcNow(), "test", _ => [change], Stop);

    public async Task PullAsync()
    {
        ReadThrough = Clock.GetUtcNow();
        await new IngestionPipeline(Records(Get<IRecordStore>()), _index, new FragileRedactor(), new RegisterDesk(_register, Clock), Clock).RunAsync(connector, Source.Retention, null, null, Stop);
    }

    public async Task<ConfirmationReport> ConfirmAsync()
    {
        using var statements = new DayStatements(Log(Get<IEvidenceLog>()));
        var confirmation = new Confirmation(
            Records(Get<IRecordStore>()), Get<IKnownItems>(), statements, _index, new FragileRedactor(), _register.Read, services().GetService<NoteSigner>() ?? Signer,
            new CompletenessOptions(), Clock);
        return await confirmation.RunAsync(Source, ReadThrough, "system:confirm", null, null, Stop);
    }

    public async Task<Dictionary<DateOnly, DayStatement>> StatementsAsync()
    {
        using var statements = new DayStatements(Get<IEvidenceLog>());
        return (await statements.ReadAsync(connector.Source, Stop)).ToDictionary(s => s.Day);
    }

    public async Task<IReadOnlyList<DayStatement>> HistoryAsync(DateOnly day)
    {
        using var statements = new DayStatements(Get<IEvidenceLog>());
        return await statements.ReadHistoryAsync(connector.Source, day, Stop);
    }

    private T Get<T>()
        where T : notnull => services().GetRequiredService<T>();

    private sealed class FragileRedactor : IRedactor
    {
        public string PolicyVersion => "none@1";

        public RedactedText Redact(string text) => text == FakeItem.Unredactable ? throw new RedactionException("A pattern took too long.") : new RedactedText(text, []);
    }
}
