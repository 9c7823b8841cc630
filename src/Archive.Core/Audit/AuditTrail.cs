using System.Text.Json;
using System.Text.Json.Serialization;
using Archive.Core.Evidence;
using Archive.Core.Messages;

namespace Archive.Core.Audit;

/// <summary>Writes who did what, for which purpose, into the evidence log <em>before</em> anything is shown. If writing fails the exception
/// reaches the caller and nothing may be shown.</summary>
public sealed class AuditTrail(IEvidenceLog log, TimeProvider clock)
{
    public Task<long> SearchedAsync(Reader reader, string query, CancellationToken cancellationToken) =>
        AppendAsync(EvidenceKind.Searched, reader.Account, new AuditFacts { Purpose = reader.Purpose, Query = query }, cancellationToken);

    /// <summary>A search that the person once ordered to be made again and again. The person's own account stands in the entry: it is read with what
    /// that person may see.</summary>
    public Task<long> SearchedByScheduleAsync(Reader reader, string query, CancellationToken cancellationToken) => AppendAsync(
        EvidenceKind.Searched, reader.Account, new AuditFacts { Purpose = reader.Purpose, Query = query, What = "made by schedule" }, cancellationToken);

    /// <summary>A page of a search whose own event was written before.</summary>
    public Task<long> PageReadAsync(Reader reader, string query, int page, CancellationToken cancellationToken) =>
        AppendAsync(EvidenceKind.Searched, reader.Account, new AuditFacts { Purpose = reader.Purpose, Query = query, Page = page }, cancellationToken);

    /// <summary>Somebody had the answer to a query certified.</summary>
    public Task<long> CertifiedAsync(Reader reader, string query, CancellationToken cancellationToken) =>
        AppendAsync(EvidenceKind.Exported, reader.Account, new AuditFacts { Purpose = reader.Purpose, Query = query, What = "certificate" }, cancellationToken);

    public Task<long> OpenedAsync(Reader reader, IReadOnlyList<long> records, string? conversation, CancellationToken cancellationToken) =>
        AppendAsync(
            EvidenceKind.Opened,
            reader.Account,
            new AuditFacts { Purpose = reader.Purpose, Records = records, Conversation = conversation },
            cancellationToken);

    /// <summary>Somebody is about to be shown the bytes of an item in quarantine, as they were received.</summary>
    public Task<long> QuarantineOpenedAsync(Reader reader, long item, CancellationToken cancellationToken) => AppendAsync(
        EvidenceKind.Opened, reader.Account, new AuditFacts { Purpose = reader.Purpose, Items = [item], What = "quarantined item" }, cancellationToken);

    /// <summary>Sign-ins, changes of users, of configuration, jobs that a person started: <paramref name="what"/> in plain words without content.</summary>
    public Task<long> AdministeredAsync(string account, string what, CancellationToken cancellationToken) =>
        AppendAsync(EvidenceKind.Administered, account, new AuditFacts { What = what }, cancellationToken);

    public Task<long> SignedInAsync(string account, string outcome, CancellationToken cancellationToken) =>
        AppendAsync(EvidenceKind.SignedIn, account, new AuditFacts { What = outcome }, cancellationToken);

    public async Task<IReadOnlyList<AuditEvent>> ReadAsync(long? before, int take, CancellationToken cancellationToken)
    {
        var entries = await log.ReadAsync([], before, take, cancellationToken);
        return [.. entries.Select(e => new AuditEvent(e.LeafIndex, e.Time, e.Actor, e.Kind, AuditFacts.FromJson(e.Body)))];
    }

    private Task<long> AppendAsync(EvidenceKind kind, string actor, AuditFacts facts, CancellationToken cancellationToken) =>
        log.AppendAsync(
            new EvidenceEntry(kind, Timestamps.Cut(clock.GetUtcNow()), actor, facts.ToJson()),
            cancellationToken);
}

/// <summary>Who reads content and why. There is no reading without a purpose.</summary>
/// <param name="Account">Account name; "owner" for the owner of the data folder at the command line.</param>
public sealed record Reader(string Account, string Purpose, Search.SearchScope Scope);

/// <param name="LeafIndex">Position in the evidence log.</param>
public sealed record AuditEvent(long LeafIndex, DateTimeOffset Time, string Actor, EvidenceKind Kind, AuditFacts Facts);

/// <summary>Facts of an audit event; only those that the kind of event has are set.</summary>
public sealed record AuditFacts
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string? Purpose { get; init; }
    public string? Query { get; init; }

    /// <summary>Page that was read of a search whose own event is an earlier one; null in that one.</summary>
    public int? Page { get; init; }

    public string? Conversation { get; init; }
    public IReadOnlyList<long>? Records { get; init; }
    public string? What { get; init; }

    /// <summary>Numbers of items in quarantine.</summary>
    public IReadOnlyList<long>? Items { get; init; }

    /// <summary>Why items were to be discarded, in the words of whoever proposed it.</summary>
    public string? Reason { get; init; }

    /// <summary>Leaf index of the proposal that was decided.</summary>
    public long? Proposal { get; init; }

    /// <summary>Matter of a hold.</summary>
    public string? Matter { get; init; }

    /// <summary>Id that a hold names.</summary>
    public string? Target { get; init; }

    /// <summary>Number of records that a disposition took, or of items that left the quarantine.</summary>
    public int? Count { get; init; }

    /// <summary>The body of an entry of the evidence log.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static AuditFacts FromJson(string body) => JsonSerializer.Deserialize<AuditFacts>(body, Json) ?? new AuditFacts();
}
