using System.Text.Json;
using Archive.Simulators.Feishu.Organisation;
using Archive.Simulators.Hosting;

namespace Archive.Simulators.Feishu.Wire;

/// <summary>Writes files and the message types that stand for nothing in the corpus. Their texts are made up.</summary>
internal sealed class ExtraContent(Tenant tenant)
{
    public void Write(Utf8JsonWriter json, SentMessage message)
    {
        switch (message.Form)
        {
            case MessageForm.File or MessageForm.Image or MessageForm.Audio or MessageForm.Video:
                WriteFile(json, message.File!); // these forms have one
                break;
            case MessageForm.PictureNote:
                PostContent.WritePicture(json, "Site visit 现场", message.File!.Key); // this form has one
                break;
            case MessageForm.Sticker:
                json.WriteString("file_key", "file_v3_" + StableHash.Hex32(message.Id, "sticker"));
                break;
            case MessageForm.Folder:
                json.WriteString("file_key", "file_v3_" + StableHash.Hex32(message.Id, "folder"));
                json.WriteString("file_name", "Quarter-end papers");
                break;
            case MessageForm.ShareChat:
                json.WriteString("chat_id", message.Chat.Id);
                break;
            case MessageForm.ShareUser:
                json.WriteString("user_id", tenant.AccountOf(message.Source.SenderId).OpenId);
                break;
            case MessageForm.Location:
                json.WriteString("name", "Harbor Bank 海湾银行");
                json.WriteString("longitude", "114.1583");
                json.WriteString("latitude", "22.2824");
                break;
            case MessageForm.Hongbao:
                json.WriteString("text", "节日快乐");
                break;
            default:
                WritePlan(json, message);
                break;
        }
    }

    private static void WriteFile(Utf8JsonWriter json, Resource file)
    {
        if (file.Kind == ResourceKind.Image)
        {
            json.WriteString("image_key", file.Key);
            return;
        }

        json.WriteString("file_key", file.Key);
        if (file.CoverKey is { } cover)
        {
            json.WriteString("image_key", cover);
        }

        if (file.Kind != ResourceKind.Audio)
        {
            json.WriteString("file_name", file.Name);
        }

        if (file.Kind is ResourceKind.Audio or ResourceKind.Video)
        {
            json.WriteNumber("duration", 1_000 + (file.Content.Length % 60_000));
        }
    }

    private static void WritePlan(Utf8JsonWriter json, SentMessage message)
    {
        var start = message.Milliseconds + 3_600_000;
        switch (message.Form)
        {
            case MessageForm.ShareCalendarEvent or MessageForm.Calendar or MessageForm.GeneralCalendar:
                json.WriteString("summary", "Weekly review 周会");
                json.WriteString("start_time", $"{start}");
                json.WriteString("end_time", $"{start + 1_800_000}");
                json.WriteString("open_calendar_id", StableHash.Hex32(message.Id, "calendar"));
                json.WriteString("open_event_id", StableHash.Hex32(message.Id, "event"));
                break;
            case MessageForm.VideoChat:
                json.WriteString("topic", "Stand-up 站会");
                json.WriteString("start_time", $"{start}");
                break;
            case MessageForm.Todo:
                WriteTodo(json, message, start);
                break;
            case MessageForm.Vote:
                json.WriteString("topic", "Lunch 午餐");
                json.WriteStartArray("options");
                json.WriteStringValue("Noodles");
                json.WriteStringValue("Rice");
                json.WriteEndArray();
                json.WriteNumber("status", StableHash.OneIn(2, message.Id, "closed") ? 1 : 0);
                break;
            default:
                // Whiteboard: an unknown type without anything that could be taken for its text.
                json.WriteString("board", StableHash.Hex32(message.Id, "board"));
                json.WriteNumber("version", 3);
                break;
        }
    }

    private static void WriteTodo(Utf8JsonWriter json, SentMessage message, long due)
    {
        json.WriteString("task_id", StableHash.Hex32(message.Id, "task"));
        json.WriteStartObject("summary");
        json.WriteString("title", string.Empty);
        json.WriteStartArray("content");
        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("tag", "text");
        json.WriteString("text", "File the minutes 归档会议纪要");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteString("due_time", $"{due}");
    }
}
