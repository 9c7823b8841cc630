namespace Archive.Core.Quarantine;

/// <summary>What was asked of the quarantine is not allowed or makes no sense. The message says why and holds no content; nothing was changed.</summary>
public sealed class QuarantineRefusedException(QuarantineRefusal kind, string message) : Exception(message)
{
    public QuarantineRefusal Kind { get; } = kind;
}

public enum QuarantineRefusal
{
    /// <summary>No reason, no items, or more than are decided at once.</summary>
    Incomplete,

    /// <summary>An item is not in quarantine.</summary>
    NotThere,

    /// <summary>An item is part of another proposal that waits.</summary>
    ProposedAlready,

    /// <summary>No proposal of this number waits for a decision.</summary>
    NotOpen,

    /// <summary>Nobody approves what they asked for.</summary>
    OwnProposal,
}
