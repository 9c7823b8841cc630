using Archive.Core.Connectors;
using Archive.Core.Evidence;
using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Archive.Core.Quarantine;
using Archive.Core.Redaction;
using Archive.Core.Retention;
using Archive.Core.Sanctioning;
using Archive.Storage;
using Archive.Storage.Moving;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Tests.Storage;

/// <summary>A record store of its own on one of the engines, with a few ways to fill it and to get at what lies behind it.</summary>
public abstract class StoreFixture : IDisposable
{
    public static readonly RetentionPolicy ThreeYears = new("three-years@1", 1_095, RetentionAction.Dispose);

    private ServiceProvider? _services;

    public DataFolder Folder { get; } = new(Path.Combine(Path.GetTempPath(), "archive-test-" + Guid.NewGuid().ToString("N")));

    public IServiceProvider Services => _services ?? Open();

    public IRecordStore Records => Services.GetRequiredService<IRecordStore>();

    public IEvidenceLog Log => Services.GetRequiredService<IEvidenceLog>();

    public IDispositionStore Dispositions => Services.GetRequiredService<IDispositionStore>();

    public IQuarantine Quarantine => Services.GetRequiredService<IQuarantine>();

    public LegalHolds Holds => new(Log, TimeProvider.System);

    public ServiceProvider Open(int? demoSeed = null)
    {
        Directory.CreateDirectory(Folder.Path);
        return _services = Provide(OpenArchive(demoSeed));
    }

    /// <summary>Closes everything, as a clean end of the process does.</summary>
    public virtual void Close()
    {
        _services?.GetRequiredService<RecordArchive>().Dispose();
        _services?.Dispose();
        _services = null;
    }

    public async Task<VerificationReport> VerifyAsync(CancellationToken cancellationToken)
    {
        Close();
        using var archive = OpenArchiveToRead();
        await using var services = Provide(archive);
        return await services.GetRequiredService<ILogVerifier>().VerifyAsync(null, cancellationToken);
    }

    /// <summary>Changes the records as one who gets past every trigger and right.</summary>
    /// <returns>Rows changed.</returns>
    public abstract int Attack(string statements);

    /// <summary>The same to the keys.</summary>
    public abstract int AttackKeys(string statements);

    /// <summary>The same to the saved searches.</summary>
    public abstract int AttackSearches(string statements);

    /// <summary>The same to job runs and stored sources.</summary>
    public abstract int AttackOperations(string statements);

    /// <summary>Runs a statement as the store itself would.</summary>
    public abstract int Try(string statement);

    /// <summary>What stands on the disk, once everything is written there.</summary>
    public abstract IEnumerable<byte[]> RawFiles();

    /// <summary>Salts of the keys of quarantined items, in the order in which they came.</summary>
    public abstract IReadOnlyList<byte[]> ReadItemKeys();

    /// <summary>Quarantined items as they are stored, in the order in which they came.</summary>
    public abstract IReadOnlyList<byte[]> ReadItemBodies();

    /// <summary>Bytes as the engine writes them in SQL.</summary>
    public abstract string Literal(byte[] bytes);

    /// <summary>How often a run of bytes stands on the disk.</summary>
    public int CountRuns(byte[] run) => RawFiles().Sum(file =>
    {
        var count = 0;
        for (var at = file.AsSpan().IndexOf(run); at >= 0; count++)
        {
            var next = file.AsSpan(at + 1).IndexOf(run);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return count;
    });

    /// <summary>Key pages in their order, as they are stored.</summary>
    public abstract IEnumerable<byte[]> ReadKeyPages();

    public Task<AppendResult> AppendAsync(CancellationToken cancellationToken, params PreparedItem[] items) =>
        Records.AppendAsync(Page(items), cancellationToken);

    public static PreparedPage Page(
        IReadOnlyList<PreparedItem> items,
        IReadOnlyList<QuarantinedItem>? quarantined = null,
        IReadOnlyList<TurnedAway>? turnedAway = null,
        IReadOnlyDictionary<string, string?>? cursor = null) =>
        new(
            "slack",
            "slack",
            Provenance.Captured,
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            items.Count + (quarantined?.Count ?? 0) + (turnedAway?.Sum(t => t.Count) ?? 0),
            ThreeYears,
            "default@1",
            items,
            quarantined ?? [],
            turnedAway ?? [],
            cursor ?? new Dictionary<string, string?>());

    public static PreparedItem Item(string id, string text, string sender = "U1", string conversation = "C1", int year = 2020, string revision = "") =>
        new(
            new ChatMessage
            {
                NativeId = id,
                Revision = revision,
                Kind = MessageKind.Text,
                Conversation = new Conversation(conversation, "desk " + conversation, ConversationKind.Channel, []),
                Sender = new Participant(sender, "Name of " + sender, ParticipantKind.Member),
                SentAt = new DateTimeOffset(year, 3, 5, 10, 0, 0, TimeSpan.Zero),
                Text = text,
            },
            [new RedactionMark("phone", 0, 2, "replace", "pattern")],
            new byte[32],
            null);

    public virtual void Dispose()
    {
        Close();
        if (Directory.Exists(Folder.Path))
        {
            Directory.Delete(Folder.Path, recursive: true);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the store beside whoever has it open, as another process would.</summary>
    public abstract RecordArchive OpenArchive(int? demoSeed, ArchiveUse use = ArchiveUse.Write);

    public abstract RecordArchive OpenArchiveToRead();

    protected abstract void AddStorage(IServiceCollection services, RecordArchive archive);

    /// <summary>The ports over an archive that is open.</summary>
    public ServiceProvider Provide(RecordArchive archive)
    {
        var services = new ServiceCollection();
        AddStorage(services, archive);
        return services.BuildServiceProvider();
    }
}
