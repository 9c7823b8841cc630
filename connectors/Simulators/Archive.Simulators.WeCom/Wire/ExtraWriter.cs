using System.Text.Json;
using Archive.Simulators.Hosting;
using Archive.Simulators.WeCom.Messages;

namespace Archive.Simulators.WeCom.Wire;

/// <summary>Writes the message types that stand for nothing in the corpus and hold no file. Their texts are made up.</summary>
internal static class ExtraWriter
{
    public static void Write(Utf8JsonWriter json, SentMessage message)
    {
        if (message.Form == MessageForm.Vote && message.Draws(2, "top level"))
        {
            // One client reads it here, another in an object of its own.
            WriteVote(json, message);
            return;
        }

        json.WriteStartObject(KeyOf(message));
        switch (message.Form)
        {
            case MessageForm.Link:
                WriteLink(json, message);
                break;
            case MessageForm.Vote:
                WriteVote(json, message);
                break;
            case MessageForm.Todo:
                json.WriteString("title", "Minutes 会议纪要");
                json.WriteString("content", "File the minutes 归档会议纪要");
                break;
            case MessageForm.Collect:
                WriteCollect(json, message);
                break;
            case MessageForm.Meeting or MessageForm.Calendar:
                WriteAppointment(json, message);
                break;
            case MessageForm.Board:
                json.WriteString("board", Short(message, "board"));
                json.WriteNumber("version", 3);
                break;
            default:
                WriteCard(json, message);
                break;
        }

        json.WriteEndObject();
    }

    public static void WriteLink(Utf8JsonWriter json, SentMessage message)
    {
        json.WriteString("title", "Rates outlook 利率展望");
        json.WriteString("description", "Weekly note 每周简报");
        json.WriteString("link_url", "https://news.example/" + Short(message, "link"));
        json.WriteString("image_url", "https://news.example/cover.jpg");
    }

    public static string Short(SentMessage message, string purpose) => StableHash.Hex32(message.Key, purpose)[..16];

    private static string KeyOf(SentMessage message) => message.Form switch
    {
        MessageForm.DocMsg => "doc",
        MessageForm.News or MessageForm.VoipText or MessageForm.QyDiskFile => "info",
        MessageForm.ExternalRedPacket => "redpacket",
        _ => MessageWriter.TypeOf(message),
    };

    private static void WriteVote(Utf8JsonWriter json, SentMessage message)
    {
        json.WriteString("votetitle", "Lunch 午餐");
        json.WriteStrings("voteitem", ["Noodles", "Rice"]);
        json.WriteNumber("votetype", message.Draws(3, "joins") ? 102 : 101);
        json.WriteString("voteid", Short(message, "vote"));
    }

    private static void WriteCollect(Utf8JsonWriter json, SentMessage message)
    {
        json.WriteString("room_name", message.Room.Source.Name);
        json.WriteString("creator", message.Sender.Id);
        json.WriteString("create_time", message.Time.ToString("yyyy-MM-dd HH:mm:ss"));
        json.WriteString("title", "Who comes 谁来");
        var number = 0;
        json.WriteObjects("details", new[] { ("Name 姓名", "Text"), ("Guests 人数", "Number"), ("Day 日期", "Date"), ("Hour 时间", "Time") }, detail =>
        {
            // More than a signed number of 64 bits holds.
            json.WriteNumber("id", 17_000_000_000_000_000_000UL + (StableHash.Of(message.Key, $"detail {number++}") % 1_000_000_000));
            json.WriteString("ques", detail.Item1);
            json.WriteString("type", detail.Item2);
        });
    }

    private static void WriteAppointment(Utf8JsonWriter json, SentMessage message)
    {
        var start = message.Time.ToUnixTimeSeconds() + 3_600;
        if (message.Form == MessageForm.Meeting)
        {
            json.WriteString("topic", "Weekly review 周会");
            json.WriteString("address", string.Empty);
            json.WriteNumber("meetingtype", message.Draws(2, "answers") ? 102 : 101);
            json.WriteNumber("meetingid", 18_000_000_000_000_000_000UL + (StableHash.Of(message.Key, "meeting") % 400_000_000_000_000_000));
            json.WriteNumber("status", 1 + (int)(StableHash.Of(message.Key, "status") % 7));
        }
        else
        {
            json.WriteString("title", "Quarter end 季末");
            json.WriteString("creatorname", message.Sender.Source.Name);
            json.WriteStrings("attendeename", [message.Sender.Source.Name, "王小明"]);
            json.WriteString("place", "12F");
        }

        json.WriteNumber("starttime", start);
        json.WriteNumber("endtime", start + 1_800);
        json.WriteString("remarks", string.Empty);
    }

    private static void WriteCard(Utf8JsonWriter json, SentMessage message)
    {
        switch (message.Form)
        {
            case MessageForm.Card:
                json.WriteString("corpname", "微信联系人");
                json.WriteString("userid", "wm" + (Short(message, "card") + Short(message, "card+"))[..30]);
                break;
            case MessageForm.Location:
                json.WriteNumber("longitude", 114.1583);
                json.WriteNumber("latitude", 22.2824);
                json.WriteString("address", "1 Harbour Road 海港路1号");
                json.WriteString("title", "Harbor Bank 海湾银行");
                json.WriteNumber("zoom", 15);
                break;
            case MessageForm.Weapp:
                json.WriteString("title", "Room booking 会议室");
                json.WriteString("description", "Rooms of this floor");
                json.WriteString("username", "gh_simulated@app");
                json.WriteString("displayname", "Office 办公");
                break;
            case MessageForm.RedPacket or MessageForm.ExternalRedPacket:
                json.WriteNumber("type", 1 + (int)(StableHash.Of(message.Key, "packet") % (message.Form == MessageForm.RedPacket ? 3UL : 2UL)));
                json.WriteString("wish", "节日快乐");
                json.WriteNumber("totalcnt", 4);
                json.WriteNumber("totalamount", 8_800);
                break;
            case MessageForm.DocMsg:
                json.WriteString("title", "Plan 计划");
                json.WriteString("link_url", "https://doc.weixin.qq.com/simulated/" + Short(message, "doc"));
                json.WriteString("doc_creator", message.Sender.Id);
                break;
            case MessageForm.SphFeed:
                json.WriteNumber("feed_type", 4);
                json.WriteString("sph_name", "海湾银行");
                json.WriteString("feed_desc", "Branch opening 开业");
                break;
            case MessageForm.VoipText:
                json.WriteNumber("callduration", 35);
                json.WriteNumber("invitetype", 1 + (int)(StableHash.Of(message.Key, "invite") % 4));
                break;
            case MessageForm.QyDiskFile:
                json.WriteString("filename", "settlement.log");
                break;
            case MessageForm.News:
                json.WriteObjects("item", new[] { "Market open 开盘", "Market close 收盘" }, title =>
                {
                    json.WriteString("title", title);
                    json.WriteString("description", "Robot news");
                    json.WriteString("url", "https://news.example/" + Short(message, title));
                    json.WriteString("picurl", "https://news.example/cover.jpg");
                });
                break;
            default:
                throw new InvalidOperationException($"There is no content for {message.Form}.");
        }
    }
}
