using System.Globalization;
using System.Text;
using Archive.Simulators.Slack.Serving;

namespace Archive.Simulators.Slack.Paging;

/// <summary>Opaque continuation, <c>kind:value:attempt</c> in base 64. The attempt keeps the cursor of an empty page different from the one
/// it answers, as a client that watches for standstill expects.</summary>
internal readonly record struct Cursor(string Kind, long Value, int Attempt)
{
    public string Encode() => Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Kind}:{Value}:{Attempt}")));

    /// <summary>The cursor in the argument, or null when there is none.</summary>
    /// <exception cref="ApiException"><c>invalid_cursor</c>: not one of ours, or one of another method.</exception>
    public static Cursor? Read(string? text, string kind)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length))
        {
            throw new ApiException(ErrorCode.InvalidCursor);
        }

        var parts = Encoding.UTF8.GetString(bytes, 0, length).Split(':');
        return parts.Length == 3 && parts[0] == kind
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var attempt)
            ? new Cursor(kind, value, attempt)
            : throw new ApiException(ErrorCode.InvalidCursor);
    }
}
