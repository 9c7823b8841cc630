using System.Text.Json;
using Archive.Simulators.WeCom.Messages;
using Archive.Simulators.WeCom.Organisation;

namespace Archive.Simulators.WeCom.Wire;

/// <summary>Writes a message as <c>DecryptData</c> gives it out.</summary>
internal sealed class MessageWriter(WeComSimulatorOptions options)
{
    public const string UnknownType = "workplace_poll";
    public const string OtherUnknownType = "board_note";
    private readonly MediaWriter _media = new(options);

    private static ReadOnlySpan<byte> EscapedRaw => "\\u0011"u8;

    public byte[] Write(SentMessage message)
    {
        var bytes = Json.Object(json =>
        {
            if (message.Form == MessageForm.Switch)
            {
                WriteSwitch(json, message);
            }
            else
            {
                WriteCommon(json, message);
                WriteContent(json, message);
            }
        });
        return message.Text.Contains(ControlCharacter.Raw, StringComparison.Ordinal) ? WithRawControls(bytes) : bytes;
    }

    /// <summary>Value of <c>msgtype</c>; empty for a change of corporation, which has none.</summary>
    public static string TypeOf(SentMessage message) => message.Form switch
    {
        MessageForm.Unknown => UnknownType,
        MessageForm.Board => OtherUnknownType,
        MessageForm.Switch => string.Empty,
        MessageForm.File or MessageForm.Document => MediaWriter.TypeOf(message.Media[0]),
        MessageForm.MeetingVoiceCall => "meeting_voice_call",
        MessageForm.VoipDocShare => "voip_doc_share",
        MessageForm.ExternalRedPacket => "external_redpacket",
        var form => form.ToString().ToLowerInvariant(),
    };

    private static void WriteCommon(Utf8JsonWriter json, SentMessage message)
    {
        json.WriteString("msgid", message.Id);
        json.WriteString("action", message.Form == MessageForm.Revoke ? "recall" : "send");
        json.WriteString("from", message.Sender.Id);
        json.WriteStrings("tolist", Recipients(message));
        if (!message.Room.IsDirect || message.Draws(2, "empty roomid"))
        {
            json.WriteString("roomid", message.Room.Id);
        }

        json.WriteNumber("msgtime", message.Milliseconds);
        json.WriteString("msgtype", TypeOf(message));
    }

    /// <summary>The others in it, robots not; with a voice call also the caller, and somebody twice, as has been seen.</summary>
    private static IEnumerable<string> Recipients(SentMessage message)
    {
        var others = message.Room.PresentAt(message.Time).Where(a => a != message.Sender && !a.IsRobot).Select(a => a.Id);
        if (message.Form != MessageForm.MeetingVoiceCall)
        {
            return others;
        }

        string[] listed = [.. others];
        return [.. listed, message.Sender.Id, .. listed.Take(1)];
    }

    private void WriteContent(Utf8JsonWriter json, SentMessage message)
    {
        switch (message.Form)
        {
            case MessageForm.Text:
                json.WriteStartObject("text");
                json.WriteString("content", message.Text);
                json.WriteEndObject();
                break;
            case MessageForm.Markdown:
                json.WriteStartObject("info");
                json.WriteString("content", message.Text);
                json.WriteEndObject();
                break;
            case MessageForm.Unknown:
                json.WriteStartObject(UnknownType);
                json.WriteString("subject", message.Text);
                json.WriteNumber("schema", 7);
                json.WriteEndObject();
                break;
            case MessageForm.Revoke:
                json.WriteStartObject("revoke");
                json.WriteString("pre_msgid", message.Revoked!.Id); // this form takes one back
                json.WriteEndObject();
                break;
            case MessageForm.Agree or MessageForm.Disagree:
                WriteAnswer(json, message);
                break;
            case MessageForm.File or MessageForm.Document or MessageForm.Image or MessageForm.Voice or MessageForm.Video or MessageForm.Emotion:
                json.WriteStartObject(TypeOf(message));
                _media.Write(json, message.Media[0]);
                json.WriteEndObject();
                break;
            case MessageForm.Mixed or MessageForm.ChatRecord or MessageForm.MeetingVoiceCall or MessageForm.VoipDocShare:
                new NestedWriter(_media).Write(json, message);
                break;
            default:
                ExtraWriter.Write(json, message);
                break;
        }
    }

    /// <summary>A refusal is seen under both names.</summary>
    private static void WriteAnswer(Utf8JsonWriter json, SentMessage message)
    {
        var agrees = message.Form == MessageForm.Agree;
        var name = agrees || message.Draws(2, "under agree") ? "agree" : "disagree";
        json.WriteStartObject(name);
        json.WriteString("userid", message.Sender.Id);
        json.WriteNumber(name + "_time", message.Time.ToUnixTimeMilliseconds());
        json.WriteEndObject();
    }

    private static void WriteSwitch(Utf8JsonWriter json, SentMessage message)
    {
        json.WriteString("msgid", message.Id);
        json.WriteString("action", "switch");
        json.WriteNumber("time", message.Time.ToUnixTimeMilliseconds());
        json.WriteString("user", message.Sender.Id);
    }

    /// <summary>The writer escapes all control characters; the platform does not.</summary>
    private static byte[] WithRawControls(byte[] bytes)
    {
        var at = bytes.AsSpan().IndexOf(EscapedRaw);
        return at < 0 ? bytes : WithRawControls([.. bytes.AsSpan(0, at), (byte)ControlCharacter.Raw, .. bytes.AsSpan(at + EscapedRaw.Length)]);
    }
}
