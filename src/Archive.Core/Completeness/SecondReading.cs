using Archive.Core.Connectors;
using Archive.Core.Ingestion;
using Archive.Core.Sanctioning;

namespace Archive.Core.Completeness;

/// <summary>One second read of a source: sorts what the platform gives out into the days that are to be confirmed. Holds 16 bytes a message.</summary>
/// <param name="before">Records when it began.</param>
internal sealed class SecondReading(string source, IKnownItems known, PagePreparation preparation, IReadOnlyCollection<DateOnly> days, HeldRecords before)
{
    private readonly SeenItems _seen = new();
    private readonly Dictionary<DateOnly, DayTally> _days = days.ToDictionary(day => day, _ => new DayTally());

    public long Read => _seen.Count;

    /// <summary>What the archive should hold and does not. What cannot be read and is not in quarantine is among it, whatever its day: nothing tells that.</summary>
    public SeenItems Missing { get; } = new();

    /// <summary>Whether one is not held that cannot be read: whichever day it is of is not whole.</summary>
    public bool MissesUnreadable { get; private set; }

    public DayTally this[DateOnly day] => _days[day];

    public async Task TakeAsync(SourcePage page, CancellationToken cancellationToken)
    {
        preparation.Hear(page.Consents);
        var items = page.Items.Where(item => _seen.Add(SeenItems.IdentityOf(item))).ToList();
        if (items.Count == 0)
        {
            return;
        }

        var states = await known.FindAsync(source, [.. items.Select(SeenItems.IdentityOf)], cancellationToken);
        for (var i = 0; i < items.Count; i++)
        {
            Take(items[i], states[i]);
        }
    }

    private void Take(SourceItem item, KnownItem state)
    {
        var day = item.Message is { } message ? DaySchedule.DayOf(message.SentAt) : state.Day;
        var tally = day is { } told ? _days.GetValueOrDefault(told) : null;
        if (state.State != KnownState.Unknown)
        {
            tally?.AddKnown(state, before.LastSequence);
        }
        else if (item.Message is null)
        {
            MissesUnreadable = true;
            if (preparation.DecideUnread().Outcome == SanctionOutcome.Admit)
            {
                Missing.Add(SeenItems.IdentityOf(item));
            }
        }
        else if (tally is not null)
        {
            var decision = preparation.Decide(item.Message);
            if (decision.Outcome == SanctionOutcome.Admit)
            {
                Missing.Add(SeenItems.IdentityOf(item));
                tally.AddUnexplained();
            }
            else
            {
                tally.AddTurnedAway(decision);
            }
        }
    }
}
