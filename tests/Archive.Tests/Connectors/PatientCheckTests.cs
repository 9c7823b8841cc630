using System.Runtime.CompilerServices;
using Archive.Core.Connectors;

namespace Archive.Tests.Connectors;

public sealed class PatientCheckTests
{
    private static readonly ImpatientTime Time = new(TimeSpan.FromDays(1), null);

    [Fact]
    public async Task A_person_who_stops_waiting_is_not_told_that_the_platform_is_down()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PatientCheck.RunAsync(new SilentCheck(), Time, stop.Token));
    }

    [Fact]
    public async Task What_was_found_before_the_silence_stays()
    {
        var findings = await PatientCheck.RunAsync(new SilentCheck(), Time, TestContext.Current.CancellationToken);

        Assert.Equal([SourceFindingOutcome.Good, SourceFindingOutcome.Failed], findings.Select(f => f.Outcome));
        Assert.Contains("within 20 s", findings[1].Message, StringComparison.Ordinal);
    }

    private sealed class SilentCheck : ISourceCheck
    {
        public string Source => "harbor";

        public async IAsyncEnumerable<SourceFinding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            yield return new SourceFinding(SourceCheckStep.Secret, SourceFindingOutcome.Good, "The token can be read.");
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
    }
}
