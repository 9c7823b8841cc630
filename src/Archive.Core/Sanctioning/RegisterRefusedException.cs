namespace Archive.Core.Sanctioning;

/// <summary>The register was not changed: what was asked for is not complete, not allowed, or was done already. The message says what to do.</summary>
/// <param name="subject">Person that it is about; empty where it is about none.</param>
public sealed class RegisterRefusedException(RegisterRefusal refusal, string message, string subject = "") : Exception(message)
{
    public string Subject => subject;

    public RegisterRefusal Refusal => refusal;
}

public enum RegisterRefusal
{
    Incomplete,
    NotThere,
    ThereAlready,
    OwnProposal,
    NotOpen,

    /// <summary>A proposal waited until its end or the review of its assessment had come.</summary>
    Outdated,

    /// <summary>No line of the register names the person.</summary>
    UnknownPerson,

    /// <summary>The person has no recorded signature under the notice.</summary>
    NotSigned,
}
