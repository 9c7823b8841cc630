namespace Archive.Core.Completeness;

/// <summary>How far the proof has come that a day of a source is complete.</summary>
public enum DayState
{
    /// <summary>The day is not over or was not read twice yet; or what was turned away may still come in, because the source had no scope in force or an item could
    /// not be read, and the platform will give the day out again.</summary>
    Open,

    /// <summary>A second read found what the archive has not. It was captured since, and the next second read tells whether anything is left.</summary>
    Red,

    /// <summary>A second read found nothing that the archive has not. Signed, and final.</summary>
    Closed,

    /// <summary>The platform gives the day out no more, and no second read has confirmed it before. Final.</summary>
    Unconfirmed,
}
