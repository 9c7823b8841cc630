using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Archive.Core.Evidence;
using Archive.Core.Messages;

namespace Archive.Core.Completeness;

/// <summary>The forms of a statement: an entry of the evidence log, and a text that can be signed and checked by anybody.</summary>
public static class StatementEncoding
{
    public const string Version = "messaging-archive/day/v1";

    // Only what JSON itself must escape: people read these lines.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter<DayState>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },

        // A figure that is missing is a damaged entry, so those that there are not are written as null.
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The version, then a line for each fact in fixed order: name, blank, JSON value. Ends in a line feed.</summary>
    public static string ToText(DayStatement statement)
    {
        var text = new StringBuilder(Version).Append('\n');
        foreach (var (name, value) in Facts(statement))
        {
            text.Append(name).Append(' ').Append(JsonSerializer.Serialize(value, Json)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>What stands in the evidence log of it.</summary>
    public static EvidenceEntry ToEntry(DayStatement statement, string actor) => new(
        EvidenceKind.DayStated, statement.MadeAt, actor, JsonSerializer.Serialize(new Entry(Describe(statement), statement with { LeafIndex = -1 }), Json));

    /// <exception cref="FormatException">It is no statement of a version this program knows.</exception>
    public static DayStatement FromEntry(EvidenceEntry entry)
    {
        try
        {
            return JsonSerializer.Deserialize<Entry>(entry.Body, Json)!.Statement with { LeafIndex = entry.LeafIndex };
        }
        catch (Exception e) when (e is JsonException or NullReferenceException)
        {
            throw new FormatException($"Entry {entry.LeafIndex} of the evidence log is no statement of a day that this version can read.", e);
        }
    }

    private static string Describe(DayStatement statement) => string.Create(
        CultureInfo.InvariantCulture, $"day {statement.Day:yyyy-MM-dd} of {statement.Source} is {statement.State}");

    private static IEnumerable<(string Name, object? Value)> Facts(DayStatement statement)
    {
        var (came, read) = (statement.Arrivals, statement.SecondRead);
        return
        [
            ("source", statement.Source),
            ("day", statement.Day),
            ("state", statement.State),
            ("time", statement.MadeAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
            ("received", came.Received),
            ("admitted", came.Admitted),
            ("refused", came.Refused),
            ("withheld", came.Withheld),
            ("duplicate", came.Duplicate),
            ("quarantined", came.Quarantined),
            ("discarded", came.Discarded),
            ("second-read-expected", read?.Expected),
            ("second-read-held", read?.Held),
            ("second-read-disposed", read?.Disposed),
            ("second-read-quarantined", read?.Quarantined),
            ("second-read-discarded", read?.Discarded),
            ("second-read-refused", read?.Refused),
            ("second-read-withheld", read?.Withheld),
            ("second-read-unexplained", read?.Unexplained),
            ("recovered", read?.Recovered),
            ("kept-only-here", read?.KeptOnlyHere),
            ("log-size", statement.LogSize),
            ("log-root", statement.LogRoot),
        ];
    }

    /// <param name="What">For whoever reads the log itself.</param>
    private sealed record Entry(string What, DayStatement Statement);
}
