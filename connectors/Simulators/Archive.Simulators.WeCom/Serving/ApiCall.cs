using System.Text.Json;
using Archive.Simulators.WeCom.Organisation;

namespace Archive.Simulators.WeCom.Serving;

/// <summary>One authorised call: what was asked, of which moment, and where the answer goes.</summary>
internal sealed record ApiCall(Corporation Corporation, WeComSimulatorOptions Options, Arguments Arguments, DateTimeOffset Now, Utf8JsonWriter Json)
{
    /// <summary>The page of a list after a cursor, and the cursor that follows it, empty at the end. Cursors are positions.</summary>
    public (IReadOnlyList<T> Items, string NextCursor) Page<T>(IReadOnlyList<T> all, int limit)
    {
        var start = 0;
        if (Arguments.Text("cursor") is { Length: > 0 } cursor && (!int.TryParse(cursor, out start) || start < 0 || start > all.Count))
        {
            throw ApiError.WrongParameter("cursor");
        }

        var end = Math.Min(start + limit, all.Count);
        return ([.. all.Skip(start).Take(end - start)], end < all.Count ? $"{end}" : string.Empty);
    }
}
