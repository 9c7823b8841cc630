using System.Text.Json;
using Archive.Core.Connectors;
using Archive.Core.Messages;

namespace Archive.Connectors.JsonLines;

/// <summary>Turns a line into an item. Ids that come again share one string and one <see cref="Participant"/>.</summary>
internal sealed class LineParser
{
    /// <summary>What stands for the id of a line that has none, before its number.</summary>
    public const string NumberMark = "line:";

    private const int ShortValue = 256;

    private readonly Dictionary<string, Participant> _senders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Participant>.AlternateLookup<ReadOnlySpan<char>> _sendersBySpan;
    private readonly Dictionary<string, LineConversation> _conversations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LineConversation>.AlternateLookup<ReadOnlySpan<char>> _conversationsBySpan;
    private int _page;

    public LineParser()
    {
        _sendersBySpan = _senders.GetAlternateLookup<ReadOnlySpan<char>>();
        _conversationsBySpan = _conversations.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>From here on conversations get new lists of members; those given out do not change any more.</summary>
    public void StartPage() => _page++;

    public SourceItem Parse(ReadOnlyMemory<byte> raw, long? number)
    {
        string? id = null;
        string? problem;
        try
        {
            problem = TryParse(raw.Span, ref id, out var message);
            if (message is not null)
            {
                return new SourceItem(message.NativeId, raw, message);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            problem = e is JsonException ? "not one complete JSON object" : "text that is not valid UTF-8 or UTF-16";
        }

        return Unreadable(raw, number, problem ?? "unknown", id);
    }

    /// <param name="number">Null where it is not known any more.</param>
    public static SourceItem Unreadable(ReadOnlyMemory<byte> raw, long? number, string problem, string? id = null) =>
        new(string.IsNullOrEmpty(id) ? NumberMark + number : id, raw, null, number is null ? $"The line is bad: {problem}." : $"Line {number}: {problem}.");

    /// <summary>Returns what is wrong, or null with the message set.</summary>
    private string? TryParse(ReadOnlySpan<byte> line, ref string? id, out ChatMessage? message)
    {
        message = null;
        LineConversation? conversation = null;
        Participant? sender = null;
        DateTimeOffset? time = null;
        string? text = null;
        var reader = new Utf8JsonReader(line);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return "not a JSON object";
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8))
            {
                id = Text(ref reader);
            }
            else if (reader.ValueTextEquals("conversation"u8))
            {
                conversation = Shared(ref reader, _conversationsBySpan, static name => new LineConversation(name));
            }
            else if (reader.ValueTextEquals("sender"u8))
            {
                sender = Shared(ref reader, _sendersBySpan, static name => new Participant(name, name, ParticipantKind.Member));
            }
            else if (reader.ValueTextEquals("time"u8))
            {
                time = Time(ref reader);
            }
            else if (reader.ValueTextEquals("text"u8))
            {
                text = Text(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        // Reads on to the end, so that text behind the object is an error and not overlooked.
        while (reader.Read())
        {
        }

        var missing = string.IsNullOrEmpty(id) ? "\"id\"" : conversation is null ? "\"conversation\"" : sender is null ? "\"sender\""
            : time is null ? "\"time\" with a time zone" : text is null ? "\"text\"" : null;
        if (id is null || conversation is null || sender is null || time is null || text is null || missing is not null)
        {
            return $"{missing} is missing or not of the documented form";
        }

        message = new ChatMessage
        {
            NativeId = id,
            Kind = MessageKind.Text,
            Conversation = conversation.With(sender, _page),
            Sender = sender,
            SentAt = Timestamps.Cut(time.Value),
            Text = text,
        };
        return null;
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        reader.Skip();
        return null;
    }

    private static T? Shared<T>(ref Utf8JsonReader reader, Dictionary<string, T>.AlternateLookup<ReadOnlySpan<char>> known, Func<string, T> make)
        where T : class
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        if (reader.ValueSpan.Length > ShortValue)
        {
            return Find(reader.GetString(), known, make);
        }

        Span<char> buffer = stackalloc char[ShortValue];
        return Find(buffer[..reader.CopyString(buffer)], known, make);
    }

    private static T? Find<T>(ReadOnlySpan<char> name, Dictionary<string, T>.AlternateLookup<ReadOnlySpan<char>> known, Func<string, T> make)
        where T : class
    {
        if (name.Length == 0)
        {
            return null;
        }

        if (!known.TryGetValue(name, out var value))
        {
            value = make(name.ToString());
            known[name] = value;
        }

        return value;
    }

    /// <summary>Null without a time zone: guessing one would move the message.</summary>
    private static DateTimeOffset? Time(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        var value = reader.ValueSpan;
        var clock = value.IndexOf((byte)'T');
        return clock > 0 && value[clock..].IndexOfAny((byte)'Z', (byte)'+', (byte)'-') > 0 && reader.TryGetDateTimeOffset(out var time) ? time : null;
    }
}
