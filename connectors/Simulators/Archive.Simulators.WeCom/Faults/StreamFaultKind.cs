namespace Archive.Simulators.WeCom.Faults;

/// <summary>What can befall a message on its way into the stream.</summary>
public enum StreamFaultKind
{
    /// <summary>It is in the stream twice, under two sequence numbers and one id.</summary>
    Duplicated,

    /// <summary>It comes after the message that was sent after it.</summary>
    Reordered,

    /// <summary>It comes late, after everything that was sent in between.</summary>
    Delayed,

    /// <summary>It is held back for ever.</summary>
    Dropped,
}
