using Archive.Simulators.WeCom.Organisation;
using Archive.Simulators.WeCom.Serving;
using Archive.Simulators.WeCom.Wire;

namespace Archive.Simulators.WeCom.Methods;

/// <summary>People from outside and the rooms that they are in.</summary>
internal static class ExternalContactMethods
{
    private const int LargestPage = 1_000;

    public static void Get(ApiCall call)
    {
        var id = call.Arguments.Required("external_userid");
        if (call.Corporation.FindAccount(id) is not { IsOutsider: true } account || !account.HasCome(call.Now))
        {
            throw ApiError.NoRelation;
        }

        var isWeChat = account.Id.StartsWith("wm", StringComparison.Ordinal);
        call.Json.WriteStartObject("external_contact");
        call.Json.WriteString("external_userid", account.Id);
        call.Json.WriteString("name", account.Source.Name);
        call.Json.WriteNumber("type", isWeChat ? 1 : 2);
        if (!isWeChat)
        {
            call.Json.WriteString("position", account.Source.Title ?? string.Empty);
            call.Json.WriteString("corp_name", account.Source.Department ?? string.Empty);
        }

        call.Json.WriteEndObject();
        call.Json.WriteObjects("follow_user", Acquaintances(call, account), member =>
        {
            call.Json.WriteString("userid", member.Account.Id);
            call.Json.WriteString("remark", string.Empty);
            call.Json.WriteNumber("createtime", member.Joined.ToUnixTimeSeconds());
        });
    }

    public static void GroupChat(ApiCall call)
    {
        var room = AuditMethods.FindRoom(call, "chat_id");
        var names = call.Arguments.Number("need_name", 0, 1) == 1;
        if (!room.IsExternal)
        {
            throw ApiError.NoRights;
        }

        call.Json.WriteStartObject("group_chat");
        call.Json.WriteString("chat_id", room.Id);
        call.Json.WriteString("name", room.Source.Name);
        call.Json.WriteString("owner", room.OwnerAt(call.Now)?.Id ?? string.Empty);
        call.Json.WriteNumber("create_time", room.Source.Created.ToUnixTimeSeconds());
        call.Json.WriteString("notice", room.Source.Topic ?? string.Empty);
        call.Json.WriteObjects("member_list", room.Members.Where(m => m.Covers(call.Now) && !m.Account.IsRobot), member =>
        {
            call.Json.WriteString("userid", member.Account.Id);
            call.Json.WriteNumber("type", member.Account.IsOutsider ? 2 : 1);
            call.Json.WriteNumber("join_time", member.Joined.ToUnixTimeSeconds());
            if (names)
            {
                call.Json.WriteString("name", member.Account.Source.Name);
            }
        });
        call.Json.WriteEndObject();
    }

    public static void GroupChats(ApiCall call)
    {
        var limit = call.Arguments.Number("limit", 1, LargestPage) ?? throw ApiError.WrongParameter("limit");
        var status = call.Arguments.Number("status_filter", 0, 3) ?? 0;
        var owners = call.Arguments.Texts("owner_filter", "userid_list");
        var rooms = call.Corporation.Rooms
            .Where(r => !r.IsDirect && r.IsExternal && r.Exists(call.Now) && status == 0 && (owners is null || owners.Contains(r.OwnerAt(call.Now)?.Id)))
            .ToArray();
        var (items, next) = call.Page(rooms, limit);
        call.Json.WriteObjects("group_chat_list", items, room =>
        {
            call.Json.WriteString("chat_id", room.Id);
            call.Json.WriteNumber("status", 0);
        });
        call.Json.WriteString("next_cursor", next);
    }

    /// <summary>Members who talk with the contact, each once with the first time.</summary>
    private static IEnumerable<Membership> Acquaintances(ApiCall call, Account account) => call.Corporation.Rooms
        .Where(r => r.Members.Any(m => m.Account == account && (r.IsDirect || m.Covers(call.Now))))
        .SelectMany(r => r.Members).Where(m => m.Account.IsMember && !m.Account.HasLeft(call.Now) && m.Joined <= call.Now)
        .GroupBy(m => m.Account).Select(g => g.MinBy(m => m.Joined)!);
}
