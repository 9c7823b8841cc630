using System.Text.Json;
using Archive.Core.Evidence;
using Archive.Core.Messages;

namespace Archive.Core.Retention;

/// <summary>Places, releases and lists holds. A hold is an entry of the evidence log, so what was held and when cannot be rewritten.</summary>
public sealed class LegalHolds(IEvidenceLog log, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The entries that holds are made of.</summary>
    public static IReadOnlyList<EvidenceKind> Kinds { get; } = [EvidenceKind.HoldPlaced, EvidenceKind.HoldReleased];

    public async Task<LegalHold> PlaceAsync(string actor, string matter, HoldSubject subject, string target, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(matter);
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        var time = Timestamps.Cut(clock.GetUtcNow());
        var body = JsonSerializer.Serialize(new HoldFacts(matter, target, subject.ToString(), null), Json);
        var id = await log.AppendAsync(new EvidenceEntry(EvidenceKind.HoldPlaced, time, actor, body), cancellationToken);
        return new LegalHold(id, matter, subject, target, actor, time);
    }

    /// <returns>False when no hold in force has that id.</returns>
    public async Task<bool> ReleaseAsync(string actor, long holdId, CancellationToken cancellationToken)
    {
        var hold = (await ListAsync(cancellationToken)).FirstOrDefault(h => h.Id == holdId);
        if (hold is null)
        {
            return false;
        }

        var body = JsonSerializer.Serialize(new HoldFacts(hold.Matter, hold.Target, hold.Subject.ToString(), holdId), Json);
        await log.AppendAsync(
            new EvidenceEntry(EvidenceKind.HoldReleased, Timestamps.Cut(clock.GetUtcNow()), actor, body), cancellationToken);
        return true;
    }

    /// <summary>Holds in force, oldest first.</summary>
    public async Task<IReadOnlyList<LegalHold>> ListAsync(CancellationToken cancellationToken) =>
        InForce(await log.ReadAsync(Kinds, null, int.MaxValue, cancellationToken));

    /// <summary>Holds in force after these entries, in any order.</summary>
    public static IReadOnlyList<LegalHold> InForce(IEnumerable<EvidenceEntry> entries)
    {
        var held = new SortedDictionary<long, LegalHold>();
        foreach (var entry in entries.OrderBy(e => e.LeafIndex))
        {
            var facts = JsonSerializer.Deserialize<HoldFacts>(entry.Body, Json)
                ?? throw new InvalidDataException($"Entry {entry.LeafIndex} of the evidence log is not a hold.");
            if (entry.Kind == EvidenceKind.HoldPlaced)
            {
                held[entry.LeafIndex] = new LegalHold(
                    entry.LeafIndex, facts.Matter, Enum.Parse<HoldSubject>(facts.Subject), facts.Target, entry.Actor, entry.Time);
            }
            else if (facts.Releases is { } released)
            {
                held.Remove(released);
            }
        }

        return [.. held.Values];
    }

    private sealed record HoldFacts(string Matter, string Target, string Subject, long? Releases);
}
