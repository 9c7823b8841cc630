using System.Globalization;
using Archive.Simulators.Slack.Wire;
using Microsoft.AspNetCore.Http;

namespace Archive.Simulators.Slack.Serving;

/// <summary>Parameters of a call, from the query string or a form. Unknown ones are ignored, as the platform does.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public static async Task<Arguments> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var arguments = new Arguments();
        foreach (var (name, value) in request.Query)
        {
            arguments._values[name] = value.ToString();
        }

        if (!HttpMethods.IsPost(request.Method) || request.ContentLength is 0)
        {
            return arguments;
        }

        if (!request.HasFormContentType)
        {
            throw new ApiException(string.IsNullOrEmpty(request.ContentType) ? ErrorCode.MissingPostType : ErrorCode.InvalidPostType);
        }

        foreach (var (name, value) in await request.ReadFormAsync(cancellationToken))
        {
            arguments._values[name] = value.ToString();
        }

        return arguments;
    }

    /// <summary>Null when missing or empty.</summary>
    public string? Text(string name) => _values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public bool Flag(string name, bool otherwise = false) => Text(name) switch
    {
        null => otherwise,
        "1" or "true" => true,
        "0" or "false" => false,
        _ => throw new ApiException(ErrorCode.InvalidArgument),
    };

    public int Limit(int otherwise, int most)
    {
        if (Text("limit") is not { } text)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit >= 1 && limit <= most
            ? limit
            : throw new ApiException(ErrorCode.InvalidLimit);
    }

    public long Latest(long otherwise) => Ts("latest", otherwise, ErrorCode.InvalidTsLatest);

    public long Oldest() => Ts("oldest", 0, ErrorCode.InvalidTsOldest);

    private long Ts(string name, long otherwise, string error) => Text(name) is not { } text ? otherwise
        : Timestamp.TryParse(text, out var ts) ? ts : throw new ApiException(error);
}
