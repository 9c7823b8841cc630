using Archive.Core.Connectors;
using Archive.Core.Evidence;
using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Archive.Core.Redaction;
using Archive.Core.Retention;
using Archive.Core.Sanctioning;
using Archive.Storage;
using Archive.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Tests.Storage;

/// <summary>A record store in a folder of its own, with a few ways to fill it.</summary>
public sealed class ArchiveFixture : IDisposable
{
    public static readonly RetentionPolicy ThreeYears = new("three-years@1", 1_095, RetentionAction.Dispose);

    private ServiceProvider? _services;

    public DataFolder Folder { get; } = new(Path.Combine(Path.GetTempPath(), "archive-test-" + Guid.NewGuid().ToString("N")));

    public IServiceProvider Services => _services ?? Open();

    public IRecordStore Records => Services.GetRequiredService<IRecordStore>();

    public IEvidenceLog Log => Services.GetRequiredService<IEvidenceLog>();

    public IDispositionStore Dispositions => Services.GetRequiredService<IDispositionStore>();

    public LegalHolds Holds => new(Log, TimeProvider.System);

    public ServiceProvider Open(int? demoSeed = null)
    {
        Directory.CreateDirectory(Folder.Path);
        var archive = SqliteArchive.Open(Folder, demoSeed);
        _services = new ServiceCollection()
            .AddSingleton<Func<AccountRegister>>(() => new AccountRegister("none", []))
            .AddSqliteStorage(archive)
            .BuildServiceProvider();
        return _services;
    }

    /// <summary>Closes everything, as a clean end of the process does.</summary>
    public void Close()
    {
        _services?.GetRequiredService<RecordArchive>().Dispose();
        _services?.Dispose();
        _services = null;
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    public async Task<VerificationReport> VerifyAsync(CancellationToken cancellationToken)
    {
        Close();
        using var archive = SqliteArchive.OpenReadOnly(Folder);
        await using var services = new ServiceCollection()
            .AddSingleton<Func<AccountRegister>>(() => new AccountRegister("none", []))
            .AddSqliteStorage(archive)
            .BuildServiceProvider();
        return await services.GetRequiredService<ILogVerifier>().VerifyAsync(null, cancellationToken);
    }

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

    public void Dispose()
    {
        Close();
        if (Directory.Exists(Folder.Path))
        {
            Directory.Delete(Folder.Path, recursive: true);
        }
    }
}
