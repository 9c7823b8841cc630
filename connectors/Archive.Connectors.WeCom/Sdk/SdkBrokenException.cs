namespace Archive.Connectors.WeCom.Sdk;

/// <summary>The child process is of no use any more and was ended. Nothing that it was asked was answered.</summary>
internal sealed class SdkBrokenException(SdkBreak how, string? end, Exception? inner = null)
    : Exception(end is null ? $"The child process: {how}." : $"The child process: {how}, {end}.", inner)
{
    public SdkBreak How { get; } = how;

    /// <summary>What to tell people; "" where it did not start.</summary>
    public string? End { get; } = end;
}

internal enum SdkBreak
{
    NotStarted,
    Ended,
    NoAnswerInTime,
    NoHeartbeat,
    TooMuchMemory,
    Garbage,
    Failed,
}
