namespace Archive.Core.Retention;

/// <summary>How long a source's messages must be kept and what may happen then.</summary>
/// <param name="Name">Name and version, pinned on records: "us-bd-comms@1".</param>
/// <param name="MinimumDays">Days from the message's own time during which nobody can delete it.</param>
public sealed record RetentionPolicy(string Name, int MinimumDays, RetentionAction Action)
{
    /// <summary>Six years: the minimum where nothing else is configured, and of what nobody can tell the policy any more.</summary>
    public const int UsualMinimumDays = 2_190;
}

/// <summary>The numbers are stored and never change.</summary>
public enum RetentionAction : byte
{
    /// <summary>Kept until somebody decides.</summary>
    Keep = 0,

    /// <summary>Disposed of by the clean-up once the minimum is over and nothing holds it.</summary>
    Dispose = 1,
}

/// <summary>The policy as it stood at capture.</summary>
/// <param name="KeepUntil">First UTC day on which disposal is permitted.</param>
public sealed record RetentionPin(RetentionPolicy Policy, DateOnly KeepUntil);
