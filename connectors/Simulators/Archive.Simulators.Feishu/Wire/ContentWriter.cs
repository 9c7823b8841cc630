using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Archive.Simulators.Corpus;
using Archive.Simulators.Feishu.Organisation;

namespace Archive.Simulators.Feishu.Wire;

/// <summary>Makes the <c>content</c> string of a message: JSON in a string for most types, a fixed phrase for some.</summary>
internal sealed class ContentWriter(Tenant tenant, MentionText mentions)
{
    public const string MergedPhrase = "Merged and Forwarded Message";
    public const string UnknownType = "workplace_poll";
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private readonly ExtraContent _extras = new(tenant);

    /// <summary>Value of <c>msg_type</c>.</summary>
    public static string TypeOf(SentMessage message) => message.Form switch
    {
        MessageForm.Card => "interactive",
        MessageForm.Unknown => UnknownType,
        MessageForm.File => message.File!.Kind switch // a message of this form has a file
        {
            ResourceKind.Image => "image",
            ResourceKind.Audio => "audio",
            ResourceKind.Video => "media",
            _ => "file",
        },
        MessageForm.Video => "media",
        MessageForm.PictureNote => "post",
        MessageForm.MergeForward => "merge_forward",
        MessageForm.ShareChat => "share_chat",
        MessageForm.ShareUser => "share_user",
        MessageForm.ShareCalendarEvent => "share_calendar_event",
        MessageForm.GeneralCalendar => "general_calendar",
        MessageForm.VideoChat => "video_chat",
        MessageForm.Whiteboard => "whiteboard_card",
        var form => form.ToString().ToLowerInvariant(),
    };

    /// <summary>The text of a message at that moment with its placeholders; null for forms without mentions.</summary>
    public MarkedText? Mark(SentMessage message, DateTimeOffset now) =>
        message.Form is MessageForm.Text or MessageForm.Post ? mentions.Mark(TextAt(message, now)) : null;

    /// <param name="marked">What <see cref="Mark"/> gave for the message.</param>
    /// <param name="rawCards">As with <c>card_msg_content_type=raw_card_content</c>.</param>
    public string Content(SentMessage message, MarkedText? marked, DateTimeOffset now, bool rawCards)
    {
        if (message.Form == MessageForm.MergeForward)
        {
            return MergedPhrase;
        }

        return Json(json =>
        {
            switch (message.Form)
            {
                case MessageForm.Text:
                    json.WriteString("text", marked!.ToString()); // texts are marked
                    break;
                case MessageForm.Post:
                    PostContent.Write(json, message.Source, marked!); // so are posts
                    break;
                case MessageForm.Card when rawCards:
                    json.WriteString("json_card", Json(card => CardContent.WriteRaw(card, Sender(message), TextAt(message, now))));
                    break;
                case MessageForm.Card:
                    CardContent.Write(json, Sender(message), TextAt(message, now));
                    break;
                case MessageForm.System:
                    SystemContent.Write(json, message, Sender(message), tenant);
                    break;
                case MessageForm.Unknown:
                    json.WriteString("text", message.Source.Text);
                    json.WriteNumber("schema", 7);
                    break;
                default:
                    _extras.Write(json, message);
                    break;
            }
        });
    }

    private static string TextAt(SentMessage message, DateTimeOffset now) =>
        message.EditAt(now) is >= 0 and var edit ? message.Source.Edits![edit].Text : message.Source.Text; // an edit implies edits

    private CorpusPerson Sender(SentMessage message) => tenant.AccountOf(message.Source.SenderId).Source;

    private static string Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
