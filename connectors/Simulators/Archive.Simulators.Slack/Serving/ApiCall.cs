using System.Text.Json;
using Archive.Simulators.Slack.Faults;
using Archive.Simulators.Slack.Organisation;
using Archive.Simulators.Slack.Paging;
using Archive.Simulators.Slack.Wire;

namespace Archive.Simulators.Slack.Serving;

/// <summary>One authorised call: what was asked, of which moment, and where the answer goes (inside the envelope's object).</summary>
internal sealed class ApiCall(SimulatedPlatform platform, SlackToken token, Arguments arguments, DateTimeOffset? servedUntil, Utf8JsonWriter json)
{
    private const int MostItems = 1_000;

    public SimulatedPlatform Platform { get; } = platform;

    public Org Org => Platform.Org;

    public SlackToken Token { get; } = token;

    public Arguments Arguments { get; } = arguments;

    public Utf8JsonWriter Json { get; } = json;

    /// <summary>Last visible instant in microseconds.</summary>
    public long Until { get; } = servedUntil is { } until ? Timestamp.From(until) : long.MaxValue;

    /// <summary>What the platform's own clock would say.</summary>
    public DateTimeOffset Now { get; } = servedUntil ?? platform.Org.Today;

    /// <summary>The fault that the page of this answer has to show, if it has room for it.</summary>
    public FaultKind? PageFault { get; set; }

    /// <summary>Whether it had.</summary>
    public bool FaultStruck { get; set; }

    public void Require(string scope)
    {
        if (!Token.Has(scope))
        {
            throw new ApiException(ErrorCode.MissingScope, scope);
        }
    }

    /// <summary>A page of something newest first, by the Discovery rule: the returned <c>offset</c> goes into the next <c>latest</c>.</summary>
    public TimePage TakeByTime(long[] times, Func<int, bool> visible)
    {
        var repeat = Platform.Options.RepeatBoundaryMessage;
        var given = Arguments.Text("latest") is not null;
        var window = new TimeWindow(Arguments.Latest(Until), repeat || !given, Arguments.Oldest(), true, Arguments.Limit(100, MostItems));
        var page = TimePage.Take(times, window, repeat ? Continuation.RepeatingBoundary : Continuation.BelowBoundary, PageFault, visible);
        FaultStruck |= page.Struck;
        return page;
    }

    public void WriteOffset(TimePage page)
    {
        if (page.Offset is { } offset)
        {
            Json.WriteString("offset", offset);
        }
    }

    /// <summary>A page of a list by the Discovery rule: the returned <c>offset</c> goes into the next <c>offset</c>.</summary>
    public void WriteByOffset<T>(string name, IReadOnlyList<T> items, Action<T> write)
    {
        if (WriteItems(name, items, Cursor.Read(Arguments.Text("offset"), name), Arguments.Limit(100, MostItems), write) is { } next)
        {
            Json.WriteString("offset", next);
        }
    }

    /// <summary>A page of a list by the Web API's rule: <c>response_metadata.next_cursor</c> goes into the next <c>cursor</c>.</summary>
    public void WriteByCursor<T>(string name, IReadOnlyList<T> items, Action<T> write, int? limit = null)
    {
        var next = WriteItems(name, items, Cursor.Read(Arguments.Text("cursor"), name), limit ?? Arguments.Limit(100, MostItems), write);
        WriteNextCursor(next);
    }

    public void WriteNextCursor(string? next)
    {
        Json.WriteStartObject("response_metadata");
        Json.WriteString("next_cursor", next ?? string.Empty);
        Json.WriteEndObject();
    }

    private string? WriteItems<T>(string name, IReadOnlyList<T> items, Cursor? cursor, int limit, Action<T> write)
    {
        var start = (int)Math.Min(cursor?.Value ?? 0, items.Count);
        var plan = PagePlan.Make(Math.Min(items.Count - start, limit + 1), limit, PageFault);
        FaultStruck |= plan.Struck;
        Json.WriteStartArray(name);
        foreach (var position in plan.Order())
        {
            write(items[start + position]);
        }

        Json.WriteEndArray();
        return plan.Resume is { } resume ? new Cursor(name, start + resume, plan.Served == 0 ? (cursor?.Attempt ?? 0) + 1 : 0).Encode() : null;
    }
}
