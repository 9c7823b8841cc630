namespace Archive.Web.Hosting;

/// <summary>The clock that dates captures and configuration in the evidence log. The system's, except in a demo: there it stands at the last moment
/// of the demo's corpus, so that the same seed gives the same evidence root on every machine.</summary>
public sealed record CaptureClock(TimeProvider Time)
{
    public static CaptureClock StandingAt(DateTimeOffset time) => new(new StandingTime(time));

    private sealed class StandingTime(DateTimeOffset time) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => time;
    }
}
