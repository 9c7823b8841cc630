using System.Text.Json;
using Archive.Simulators.Corpus;
using Archive.Simulators.Feishu.Organisation;
using Archive.Simulators.Feishu.Serving;

namespace Archive.Simulators.Feishu.Methods;

/// <summary>The groups that the bot is in, and who else is.</summary>
internal static class ChatMethods
{
    private const int DefaultPage = 20;
    private const int LargestPage = 100;

    public static void List(ApiCall call)
    {
        call.Require(FeishuScope.ReadChats, FeishuScope.Chats, FeishuScope.ChatRead);
        var type = call.UserIdType();
        var size = call.Query.PageSize(DefaultPage, LargestPage);
        var active = call.Query.OneOf("sort_type", "ByCreateTimeAsc", "ByActiveTimeDesc") == "ByActiveTimeDesc";
        var chats = call.Tenant.Chats.Where(c => !c.IsDirect && c.HasBot(call.Now));

        // By activity the order changes during a walk, and what moves up is skipped: so does the platform.
        call.WritePage("items", active ? [.. chats.OrderByDescending(c => c.LastActive(call.Now))] : chats.ToArray(), size, c =>
        {
            call.Json.WriteStartObject();
            call.Json.WriteString("chat_id", c.Id);
            WriteNames(call.Json, c);
            WriteOwner(call, c, type);
            WriteTenant(call.Json, c);
            call.Json.WriteEndObject();
        });
    }

    /// <summary>Everything for a bot that is in the chat; its name and tenant for one that is not.</summary>
    public static void Get(ApiCall call)
    {
        call.Require(FeishuScope.ReadChats, FeishuScope.Chats, FeishuScope.ChatRead, FeishuScope.ChatInfo);
        var type = call.UserIdType();
        var chat = call.Tenant.FindChat(call.Path("chat_id")) is { } found && found.Exists(call.Now) ? found : throw call.Family.WrongParameter("chat_id");
        var json = call.Json;
        WriteNames(json, chat);
        if (chat.HasBot(call.Now))
        {
            WriteOwner(call, chat, type);
            json.WriteString("chat_mode", chat.IsDirect ? "p2p" : "group");
            json.WriteString("chat_type", chat.Source.Kind == CorpusConversationKind.PublicChannel ? "public" : "private");
            var restricted = call.Platform.Options.Restricted.Contains(chat.Source.Id);
            json.WriteStartObject("restricted_mode_setting");
            json.WriteBoolean("status", restricted);
            json.WriteString("message_has_permission_setting", restricted ? "not_anyone" : "all_members");
            json.WriteEndObject();
            json.WriteString("user_count", $"{Present(call, chat).Count(m => m.Person.Kind != CorpusPersonKind.Bot)}");
            json.WriteString("bot_count", $"{Present(call, chat).Count(m => m.Person.Kind == CorpusPersonKind.Bot) + 1}");
        }

        WriteTenant(json, chat);
    }

    public static void Members(ApiCall call)
    {
        call.Require(FeishuScope.ReadChats, FeishuScope.Chats, FeishuScope.ChatInfo, FeishuScope.ChatMembers);
        var type = call.UserIdType("member_id_type");
        var size = call.Query.PageSize(DefaultPage, LargestPage);
        var chat = ChatAccess.Chat(call, call.Path("chat_id"), "chat_id");
        var members = Present(call, chat).OrderBy(m => m.Joined).ToArray();

        // Bots are left out of the page after it was cut, so a page may be shorter than asked for.
        call.WritePage("items", members, size, m =>
        {
            if (m.Person.Kind == CorpusPersonKind.Bot)
            {
                return;
            }

            var account = call.Tenant.AccountOf(m.Person.Id);
            call.Json.WriteStartObject();
            call.Json.WriteString("member_id_type", call.Query.Text("member_id_type") ?? "open_id");
            call.Json.WriteString("member_id", account.Id(type));
            call.Json.WriteString("name", m.Person.Name);
            call.Json.WriteString("tenant_key", account.TenantKey);
            call.Json.WriteEndObject();
        });
        call.Json.WriteNumber("member_total", members.Count(m => m.Person.Kind != CorpusPersonKind.Bot));
    }

    private static IEnumerable<CorpusMembership> Present(ApiCall call, Chat chat) => chat.Members.Where(m => m.Joined <= call.Now && !m.HasLeft(call.Now));

    private static void WriteNames(Utf8JsonWriter json, Chat chat)
    {
        json.WriteString("avatar", string.Empty);
        json.WriteString("name", chat.Source.Name);
        json.WriteString("description", chat.Source.Topic ?? string.Empty);
    }

    private static void WriteOwner(ApiCall call, Chat chat, UserIdType type)
    {
        if (chat.Owner(call.Now) is { } owner)
        {
            call.Json.WriteString("owner_id", call.Tenant.AccountOf(owner.Id).Id(type));
            call.Json.WriteString("owner_id_type", call.Query.Text("user_id_type") ?? "open_id");
        }
    }

    private static void WriteTenant(Utf8JsonWriter json, Chat chat)
    {
        json.WriteBoolean("external", chat.Source.External);
        json.WriteString("tenant_key", chat.TenantKey);
    }
}
