using Archive.Core.Completeness;
using Archive.Web.Auth;

namespace Archive.Web.Api;

/// <summary>How complete the days of a source are.</summary>
internal static class CompletenessEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var days = api.MapGroup("/completeness").RequireAuthorization(ArchivePolicies.ReadSources);
        days.MapGet("/{source}", ReadAsync).WithSummary("The days of a source: what came, and what a second read of the platform found.");
        days.MapGet("/{source}/{day}/note", ReadNoteAsync).WithSummary("The signed note of a day that is complete.");
    }

    private static async Task<IResult> ReadAsync(
        string source, DateOnly? from, DateOnly? to, DayOverview overview, CancellationToken cancellationToken) =>
        await IsKnownAsync(source, overview, cancellationToken)
            ? Results.Ok(new CompletenessResponse(source, [.. (await overview.ReadAsync(source, from, to, cancellationToken)).Select(DayResponse.Of)]))
            : Results.NotFound();

    private static async Task<IResult> ReadNoteAsync(string source, DateOnly day, DayOverview overview, CancellationToken cancellationToken)
    {
        var stated = await IsKnownAsync(source, overview, cancellationToken) ? await overview.ReadAsync(source, day, day, cancellationToken) : [];
        return stated is [{ Statement.Note: { } note }] ? Results.Text(note, "text/plain; charset=utf-8") : Results.NotFound();
    }

    private static async Task<bool> IsKnownAsync(string source, DayOverview overview, CancellationToken cancellationToken) =>
        (await overview.ReadSourcesAsync(cancellationToken)).Contains(source, StringComparer.Ordinal);
}

internal sealed record CompletenessResponse(string Source, IReadOnlyList<DayResponse> Days);

/// <param name="StatedAt">Null while the day is open; then the figures of arrival are those of now.</param>
/// <param name="Leaf">Position of the statement in the evidence log.</param>
internal sealed record DayResponse(
    DateOnly Day, DayState State, DateTimeOffset? StatedAt, long? Leaf, ArrivalsResponse Arrivals, SecondReadResponse? SecondRead, bool Signed)
{
    public static DayResponse Of(StatedDay day) => new(
        day.Day,
        day.State,
        day.Statement?.MadeAt,
        day.Statement?.LeafIndex,
        ArrivalsResponse.Of(day.Statement?.Arrivals ?? day.Now),
        day.Statement?.SecondRead is { } read ? SecondReadResponse.Of(read) : null,
        day.Statement?.Note is not null);
}

internal sealed record ArrivalsResponse(
    long Received, long Admitted, IReadOnlyDictionary<string, long> Refused, IReadOnlyDictionary<string, long> Withheld, long Duplicate, long Quarantined, long Discarded)
{
    public static ArrivalsResponse Of(ArrivalFigures f) => new(f.Received, f.Admitted, f.Refused, f.Withheld, f.Duplicate, f.Quarantined, f.Discarded);
}

internal sealed record SecondReadResponse(
    long Expected, long Held, long Disposed, long Quarantined, long Discarded, IReadOnlyDictionary<string, long> Refused, IReadOnlyDictionary<string, long> Withheld,
    long Unexplained, long Recovered, long KeptOnlyHere)
{
    public static SecondReadResponse Of(SecondReadFigures f) => new(
        f.Expected, f.Held, f.Disposed, f.Quarantined, f.Discarded, f.Refused, f.Withheld, f.Unexplained, f.Recovered, f.KeptOnlyHere);
}
