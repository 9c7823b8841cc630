using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Archive.Connectors.Feishu;

/// <summary>The platform's times: milliseconds since 1970 in messages, whole seconds in the filters of its lists.</summary>
internal static class FeishuTime
{
    /// <summary>The end of year 9999, the last that a time of ours holds.</summary>
    public const long Last = 253_402_300_799_999;

    /// <summary>The second in which a moment lies, as filters take it; null before 1970, where no filter is needed.</summary>
    public static string? Seconds(long milliseconds) => milliseconds <= 0 ? null : (milliseconds / 1_000).ToString(CultureInfo.InvariantCulture);

    public static long Back(long milliseconds, TimeSpan span) => milliseconds - (long)span.TotalMilliseconds;
}

/// <summary>Milliseconds in text or as a number; null for anything else, so that one odd field does not make a message unreadable.</summary>
internal sealed class MillisecondsConverter : JsonConverter<long?>
{
    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number when reader.TryGetInt64(out var number):
                return Check(number);
            case JsonTokenType.String when long.TryParse(reader.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var text):
                return Check(text);
            default:
                reader.Skip();
                return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options) => throw new NotSupportedException("Messages are only read.");

    private static long? Check(long milliseconds) => milliseconds is > 0 and <= FeishuTime.Last ? milliseconds : null;
}
