using Archive.Simulators.Slack.Organisation;
using Archive.Simulators.Slack.Serving;
using Archive.Simulators.Slack.Wire;

namespace Archive.Simulators.Slack.Methods;

/// <summary>Token, workspace and people of the Web API.</summary>
internal static class WebDirectory
{
    public static void AuthTest(ApiCall call)
    {
        var json = call.Json;
        var person = call.Token.ActsAs is { } id ? call.Org.AccountOf(id) : null;
        json.WriteString("url", $"https://{call.Org.Domain}.{(call.Token.OrgWide ? "enterprise." : string.Empty)}slack.com/");
        json.WriteString("team", call.Org.Name);
        json.WriteString("user", person?.Login ?? "archive");
        json.WriteString("team_id", call.Token.OrgWide ? call.Org.EnterpriseId : call.Org.Teams[0].Id);
        json.WriteString("user_id", person?.Id ?? "U0ARCHIVE00");
        if (call.Token.IsBot)
        {
            json.WriteString("bot_id", "B0ARCHIVE00");
        }

        json.WriteString("enterprise_id", call.Org.EnterpriseId);
        json.WriteBoolean("is_enterprise_install", call.Token.OrgWide);
    }

    public static void TeamInfo(ApiCall call)
    {
        call.Require("team:read");
        var json = call.Json;
        var team = WebConversations.TeamOf(call);
        json.WriteStartObject("team");
        json.WriteString("id", team.Id);
        json.WriteString("name", team.Name);
        json.WriteString("domain", team.Domain);
        json.WriteString("email_domain", string.Empty);
        json.WriteString("enterprise_id", call.Org.EnterpriseId);
        json.WriteString("enterprise_name", call.Org.Name);
        json.WriteEndObject();
    }

    public static void UsersList(ApiCall call)
    {
        call.Require("users:read");
        _ = WebConversations.TeamOf(call);
        var users = call.Org.Accounts.Where(a => !a.IsExternal && a.HasCome(call.Now)).ToArray();
        if (call.Arguments.Text("limit") is null && users.Length > call.Platform.Options.UserListLimitRequiredAbove)
        {
            throw new ApiException(ErrorCode.LimitRequired);
        }

        call.WriteByCursor(
            "members", users, a => call.Platform.Users.Write(call.Json, a, call.Now, web: true, call.Token.Has("users:read.email")),
            call.Arguments.Limit(Math.Max(1, users.Length), 1_000));
        call.Json.WriteNumber("cache_ts", Timestamp.Seconds(call.Now));
    }

    public static void UsersInfo(ApiCall call)
    {
        call.Require("users:read");
        var account = call.Arguments.Text("user") is { } id && call.Org.FindAccount(id) is { } found && found.HasCome(call.Now)
            ? found
            : throw new ApiException(ErrorCode.UserNotFound);
        call.Json.WritePropertyName("user");
        call.Platform.Users.Write(call.Json, account, call.Now, web: true, call.Token.Has("users:read.email") && !account.IsExternal);
    }

    public static void BotsInfo(ApiCall call)
    {
        call.Require("users:read");
        var bot = call.Arguments.Text("bot") is { } id && id.StartsWith('B') && call.Org.FindAccount(id) is { IsBot: true } account
            ? account
            : throw new ApiException(ErrorCode.BotNotFound);
        WriteBot(call, bot);
    }

    private static void WriteBot(ApiCall call, Account bot)
    {
        call.Json.WriteStartObject("bot");
        call.Json.WriteString("id", bot.BotId);
        call.Json.WriteBoolean("deleted", bot.HasLeft(call.Now));
        call.Json.WriteString("name", bot.Source.Name);
        call.Json.WriteNumber("updated", Timestamp.Seconds(bot.Source.ValidFrom));
        call.Json.WriteString("app_id", bot.AppId);
        call.Json.WriteString("user_id", bot.Id);
        call.Json.WriteEndObject();
    }
}
