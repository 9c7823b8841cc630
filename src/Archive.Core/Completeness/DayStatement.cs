using System.Text.Json.Serialization;
using Archive.Core.Evidence;

namespace Archive.Core.Completeness;

/// <summary>What the archive can say of one source and UTC day: what came, what became of it, and what a second read of the platform found.</summary>
/// <param name="MadeAt">When it was made; figures are of this time.</param>
/// <param name="SecondRead">Null where the day was never read twice.</param>
/// <param name="LogSize">Leaves of the evidence log before this statement.</param>
/// <param name="LogRoot">RFC 6962 root over them, lower-case hex.</param>
public sealed record DayStatement(
    string Source,
    DateOnly Day,
    DayState State,
    DateTimeOffset MadeAt,
    ArrivalFigures Arrivals,
    SecondReadFigures? SecondRead,
    long LogSize,
    string LogRoot)
{
    /// <summary>The signed note of a closed day; null for all others.</summary>
    public string? Note { get; init; }

    /// <summary>Position of its entry in the evidence log; -1 before it was appended.</summary>
    [JsonIgnore]
    public long LeafIndex { get; init; } = -1;

    /// <summary>Whether nothing more is stated of the day.</summary>
    [JsonIgnore]
    public bool IsFinal => State is DayState.Closed or DayState.Unconfirmed;

    /// <summary>Whether somebody must look: something is unexplained, or can no longer be confirmed.</summary>
    [JsonIgnore]
    public bool IsRed => State is DayState.Red or DayState.Unconfirmed;

    /// <returns>What is wrong with it; null when its figures add up, say what the state says, and are those of its note.</returns>
    public string? FindFault() => this switch
    {
        { Arrivals.AddUp: false } => "received is not the sum of what became of it",
        { SecondRead.AddUp: false } => "expected is not the sum of what became of it",
        { State: DayState.Closed, SecondRead: null or { Unexplained: not 0 } } => "it is closed although something is unexplained",
        { State: DayState.Red, SecondRead: null or { Unexplained: 0 } } => "it is red although nothing is unexplained",
        { State: DayState.Open, SecondRead.Unexplained: not 0 } => "it is open although something is unexplained",
        { State: not DayState.Closed, Note: not null } => "it has a note although it is not closed",
        { State: DayState.Closed } when !HasFittingNote() => "its note does not say what it says",
        _ => null,
    };

    private bool HasFittingNote()
    {
        try
        {
            return Note is { } note && SignedNote.Parse(note).Text == StatementEncoding.ToText(this);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
