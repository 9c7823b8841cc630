using Archive.Simulators.WeCom.Organisation;
using Archive.Simulators.WeCom.Serving;
using Archive.Simulators.WeCom.Wire;

namespace Archive.Simulators.WeCom.Methods;

/// <summary>Seats, consents, internal rooms and robots: <c>msgaudit</c>, for the archive's own secret.</summary>
internal static class AuditMethods
{
    private const int MostPairs = 100;

    public static void PermitUserList(ApiCall call)
    {
        var edition = call.Arguments.Number("type", 1, 3);
        var held = call.Corporation.Seats.At(call.Now).Where(a => edition is null || a.Edition == edition);
        call.Json.WriteStrings("ids", held.Select(a => a.Id).Order(StringComparer.Ordinal));
    }

    /// <summary>Pairs that have no conversation of their own are left out.</summary>
    public static void CheckSingleAgree(ApiCall call)
    {
        // The misspelling is the platform's.
        var pairs = call.Arguments.Objects("info", MostPairs, "userid", "exteranalopenid");
        var found = pairs.Select(pair => (Pair: pair, Answer: AnswerOf(call, pair[0], pair[1]))).Where(f => f.Answer is not null);
        call.Json.WriteObjects("agreeinfo", found, item =>
        {
            WriteAnswer(call, item.Answer!, item.Pair[1]); // without an answer the pair is left out
            call.Json.WriteString("userid", item.Pair[0]);
        });
    }

    public static void CheckRoomAgree(ApiCall call)
    {
        var room = FindRoom(call, "roomid");
        var outsiders = room.Members.Where(m => m.Account.IsOutsider && m.Covers(call.Now));
        call.Json.WriteObjects("agreeinfo", outsiders, m => WriteAnswer(call, m.AnswerAt(call.Now)!, m.Account.Id)); // the first answer is given on coming in
    }

    public static void GroupChat(ApiCall call)
    {
        var room = FindRoom(call, "roomid");
        if (room.IsExternal)
        {
            throw ApiError.NoRights;
        }

        call.Json.WriteString("roomname", room.Source.Name);
        call.Json.WriteString("creator", room.OwnerAt(call.Now)?.Id ?? string.Empty);
        call.Json.WriteNumber("room_create_time", room.Source.Created.ToUnixTimeSeconds());
        call.Json.WriteString("notice", room.Source.Topic ?? string.Empty);
        call.Json.WriteObjects("members", room.Members.Where(m => m.Covers(call.Now) && !m.Account.IsRobot), m =>
        {
            call.Json.WriteString("memberid", m.Account.Id);
            call.Json.WriteNumber("jointime", m.Joined.ToUnixTimeSeconds());
        });
    }

    public static void RobotInfo(ApiCall call)
    {
        var id = call.Arguments.Required("robot_id");
        if (call.Corporation.FindAccount(id) is not { IsRobot: true } robot)
        {
            throw ApiError.WrongParameter("robot_id");
        }

        var room = call.Corporation.Rooms.FirstOrDefault(r => r.Members.Any(m => m.Account == robot));
        call.Json.WriteStartObject("data");
        call.Json.WriteString("robot_id", robot.Id);
        call.Json.WriteString("name", robot.Source.Name);
        call.Json.WriteString("creator_userid", room?.OwnerAt(call.Now)?.Id ?? string.Empty);
        call.Json.WriteEndObject();
    }

    public static Room FindRoom(ApiCall call, string name) =>
        call.Corporation.FindRoom(call.Arguments.Required(name)) is { } room && room.Exists(call.Now) ? room : throw ApiError.WrongParameter(name);

    private static void WriteAnswer(ApiCall call, ConsentChange answer, string id)
    {
        call.Json.WriteNumber("status_change_time", answer.At.ToUnixTimeSeconds());
        call.Json.WriteString("agree_status", answer.Agrees ? "Agree" : "Disagree");
        call.Json.WriteString("exteranalopenid", id);
    }

    private static ConsentChange? AnswerOf(ApiCall call, string userId, string outsiderId)
    {
        if (call.Corporation.FindAccount(userId) is not { IsMember: true } user || call.Corporation.FindAccount(outsiderId) is not { IsOutsider: true } outsider)
        {
            return null;
        }

        var room = call.Corporation.Rooms.FirstOrDefault(r => r.IsDirect && r.Members.Any(m => m.Account == user) && r.Members.Any(m => m.Account == outsider));
        return room?.Members.First(m => m.Account == outsider).AnswerAt(call.Now);
    }
}
