using Archive.Simulators.Corpus;
using Archive.Simulators.Slack.Organisation;
using Archive.Simulators.Slack.Paging;
using Archive.Simulators.Slack.Serving;
using Archive.Simulators.Slack.Wire;

namespace Archive.Simulators.Slack.Methods;

/// <summary>Organisation and people of the Discovery API.</summary>
internal static class DiscoveryDirectory
{
    public static void EnterpriseInfo(ApiCall call)
    {
        var json = call.Json;
        var start = (int)Math.Min(Cursor.Read(call.Arguments.Text("cursor"), "teams")?.Value ?? 0, call.Org.Teams.Count);
        var limit = call.Arguments.Limit(1_000, 1_000);
        json.WriteStartObject("enterprise");
        json.WriteString("id", call.Org.EnterpriseId);
        json.WriteString("name", call.Org.Name);
        json.WriteString("url", $"https://{call.Org.Domain}.enterprise.slack.com/");
        json.WriteString("domain", call.Org.Domain);
        json.WriteString("email_domain", string.Empty);
        json.WriteStartArray("teams");
        foreach (var team in call.Org.Teams.Skip(start).Take(limit))
        {
            json.WriteStartObject();
            json.WriteString("id", team.Id);
            json.WriteString("name", team.Name);
            json.WriteString("url", $"https://{team.Domain}.slack.com/");
            json.WriteString("domain", team.Domain);
            json.WriteString("enterprise_id", call.Org.EnterpriseId);
            json.WriteString("enterprise_name", call.Org.Name);
            json.WriteNumber("created", 1_577_836_800);
            json.WriteBoolean("archived", false);
            json.WriteBoolean("deleted", false);
            json.WriteString("discoverable", "unlisted");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        call.WriteNextCursor(start + limit < call.Org.Teams.Count ? new Cursor("teams", start + limit, 0).Encode() : null);
    }

    public static void UsersList(ApiCall call)
    {
        // Strangers of shared channels are not in the organisation's directory; they are found one by one.
        var deleted = call.Arguments.Flag("include_deleted");
        var users = call.Org.Accounts.Where(a => !a.IsExternal && a.HasCome(call.Now) && (deleted || !a.HasLeft(call.Now))).ToArray();
        call.WriteByOffset("users", users, a => call.Platform.Users.Write(call.Json, a, call.Now, web: false, email: true));
    }

    public static void UserInfo(ApiCall call)
    {
        call.Json.WritePropertyName("user");
        call.Platform.Users.Write(call.Json, FindUser(call), call.Now, web: false, email: true);
    }

    public static void UserConversations(ApiCall call)
    {
        var arguments = call.Arguments;
        var historical = arguments.Flag("include_historical");
        var wanted = KindFilter(call);
        var rows = call.Org.Members[FindUser(call).Id]
            .Where(m => wanted(m.Channel.Source.Kind) && m.Channel.Source.Created <= call.Now && (historical || !m.Membership.HasLeft(call.Now)))
            .ToArray();
        call.WriteByOffset("channels", rows, row => WriteMembership(call, row.Channel, row.Membership));
    }

    /// <summary>The filter of <c>only_public</c>, <c>only_private</c>, <c>only_mpim</c> and <c>only_im</c>; several add up.</summary>
    public static Func<CorpusConversationKind, bool> KindFilter(ApiCall call)
    {
        (string Name, CorpusConversationKind Kind)[] filters =
        [
            ("only_public", CorpusConversationKind.PublicChannel),
            ("only_private", CorpusConversationKind.PrivateChannel),
            ("only_mpim", CorpusConversationKind.GroupDirect),
            ("only_im", CorpusConversationKind.Direct),
        ];
        var chosen = filters.Where(f => call.Arguments.Flag(f.Name)).Select(f => f.Kind).ToHashSet();
        return kind => chosen.Count == 0 || chosen.Contains(kind);
    }

    private static Account FindUser(ApiCall call)
    {
        var found = call.Arguments.Text("user") is { } id ? call.Org.FindAccount(id)
            : call.Arguments.Text("email") is { } email ? call.Org.FindAccountByEmail(email) : null;
        return found?.HasCome(call.Now) == true ? found : throw new ApiException(ErrorCode.UserNotFound);
    }

    private static void WriteMembership(ApiCall call, Channel channel, Membership membership)
    {
        var json = call.Json;
        json.WriteStartObject();
        json.WriteString("id", channel.Id);
        json.WriteString("team_id", channel.TeamId);
        json.WriteNumber("date_joined", Timestamp.Seconds(membership.Joined));
        json.WriteNumber("date_left", membership.HasLeft(call.Now) ? Timestamp.Seconds(membership.Left!.Value) : 0); // HasLeft implies Left
        json.WriteBoolean("is_private", channel.IsPrivate);
        json.WriteBoolean("is_im", channel.Source.Kind == CorpusConversationKind.Direct);
        json.WriteBoolean("is_mpim", channel.Source.Kind == CorpusConversationKind.GroupDirect);
        json.WriteBoolean("is_ext_shared", channel.Source.External);
        json.WriteEndObject();
    }
}
