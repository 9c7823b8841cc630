using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Archive.Core.Search.Certificates;

/// <summary>What an archive answered to a query, in a form that can be signed and checked later: see <see cref="ToText"/>.</summary>
/// <param name="Time">When it was asked; relative dates count from here.</param>
/// <param name="Query">As typed.</param>
/// <param name="Parsed">What it was understood as: <see cref="BoundQueryText"/>.</param>
/// <param name="Sources">What the asker may see; null for all sources.</param>
/// <param name="Analyzer">Makes words of text: "han-pair-2".</param>
/// <param name="Generation">Of the index that answered.</param>
/// <param name="Through">Number of the last record that was searched.</param>
/// <param name="Records">Records up to there that existed and were searched, those that the asker may not see left out.</param>
/// <param name="Behind">Records that were stored and not searched, because the index had not got to them.</param>
/// <param name="Quarantined">Items that could not be read or redacted, and so are no records.</param>
/// <param name="Total">Records that the query found.</param>
/// <param name="ResultSet">SHA-256 over the numbers of these records, ascending, eight bytes each, big-endian; lower-case hex.</param>
/// <param name="LogSize">Leaves of the evidence log when it was asked.</param>
/// <param name="LogRoot">RFC 6962 root over them; lower-case hex.</param>
public sealed record AnswerCertificate(
    DateTimeOffset Time,
    string Account,
    string Purpose,
    string Query,
    string Parsed,
    IReadOnlyList<string>? Sources,
    string Analyzer,
    string Generation,
    long Through,
    long Records,
    long Behind,
    long Quarantined,
    long Total,
    string ResultSet,
    long LogSize,
    string LogRoot)
{
    public const string Version = "messaging-archive/answer/v1";

    // Only what JSON itself must escape: people read these lines.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Names =
    [
        "time", "account", "purpose", "query", "parsed", "view", "analyzer", "index", "searched-through", "records", "behind", "quarantined", "total",
        "result-set", "log-size", "log-root",
    ];

    /// <summary>The version, then a line for each fact in fixed order: name, blank, JSON value. Ends in a line feed.</summary>
    public string ToText()
    {
        object?[] values =
        [
            Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), Account, Purpose, Query, Parsed, Sources, Analyzer, Generation,
            Through, Records, Behind, Quarantined, Total, ResultSet, LogSize, LogRoot,
        ];
        var text = new StringBuilder(Version).Append('\n');
        for (var i = 0; i < Names.Length; i++)
        {
            text.Append(Names[i]).Append(' ').Append(JsonSerializer.Serialize(values[i], Json)).Append('\n');
        }

        return text.ToString();
    }

    /// <exception cref="FormatException">The text is not a certificate of a version this program knows.</exception>
    public static AnswerCertificate Parse(string text)
    {
        var lines = text.Split('\n');
        if (lines[0] != Version || lines.Length != Names.Length + 2)
        {
            throw new FormatException($"This is not a certificate of an answer: its first line must be {Version}.");
        }

        try
        {
            return new AnswerCertificate(
                Read<DateTimeOffset>(lines, 0), Read<string>(lines, 1), Read<string>(lines, 2), Read<string>(lines, 3), Read<string>(lines, 4),
                Read<string[]?>(lines, 5), Read<string>(lines, 6), Read<string>(lines, 7), Read<long>(lines, 8), Read<long>(lines, 9), Read<long>(lines, 10),
                Read<long>(lines, 11), Read<long>(lines, 12), Read<string>(lines, 13), Read<long>(lines, 14), Read<string>(lines, 15));
        }
        catch (JsonException e)
        {
            throw new FormatException("The certificate is damaged: a value cannot be read.", e);
        }
    }

    private static T Read<T>(string[] lines, int field) => lines[field + 1].StartsWith(Names[field] + " ", StringComparison.Ordinal)
        ? JsonSerializer.Deserialize<T>(lines[field + 1].AsSpan(Names[field].Length + 1))!
        : throw new FormatException($"The certificate is damaged: line {field + 2} must be \"{Names[field]}\".");
}
