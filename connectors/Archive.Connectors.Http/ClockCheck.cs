using System.Globalization;
using Archive.Core.Connectors;

namespace Archive.Connectors.Http;

/// <summary>Compares the platform's clock with ours. Cursors and windows are times, and signatures of callbacks expire.</summary>
public static class ClockCheck
{
    private static readonly TimeSpan Tolerated = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Harmful = TimeSpan.FromMinutes(5);

    /// <param name="there">The answer's Date; null when it had none.</param>
    public static SourceFinding Find(DateTimeOffset? there, DateTimeOffset here)
    {
        if (there is not { } time)
        {
            return new SourceFinding(SourceCheckStep.Clock, SourceFindingOutcome.Warning, "The platform did not say what time it is, so the clock of this machine was not compared.");
        }

        var apart = (here - time).Duration();
        var seconds = ((long)apart.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return apart switch
        {
            _ when apart <= Tolerated => new SourceFinding(SourceCheckStep.Clock, SourceFindingOutcome.Good, "The clock of this machine agrees with the platform's."),
            _ when apart <= Harmful => new SourceFinding(
                SourceCheckStep.Clock, SourceFindingOutcome.Warning, $"The clock of this machine is {seconds} s off the platform's. Let it be set from the network."),
            _ => new SourceFinding(
                SourceCheckStep.Clock, SourceFindingOutcome.Failed,
                $"The clock of this machine is {seconds} s off the platform's: messages would be looked for at the wrong times. Set it, and let it be set from the network."),
        };
    }
}
