namespace Archive.Core.Sanctioning;

/// <summary>The register was not changed: what was asked for is not complete, not allowed, or was done already. The message says what to do.</summary>
public sealed class RegisterRefusedException(RegisterRefusal refusal, string message) : Exception(message)
{
    public RegisterRefusal Refusal => refusal;
}

public enum RegisterRefusal
{
    Incomplete,
    NotThere,
    ThereAlready,
    OwnProposal,
    NotOpen,
}
