using System.Text.Json;
using Archive.Connectors.Feishu.Wire;
using Archive.Core.Messages;
using Microsoft.Extensions.Logging;

namespace Archive.Connectors.Feishu;

/// <summary>Makes a conversation of a chat: what kind it is and who is in it, for chats of which something is handed out; and tells whether it hides anything.</summary>
internal sealed partial class ChatOpening(FeishuSession session, FeishuChat listed, string id)
{
    // A list of hundreds of names is no name; everybody is in Members anyway.
    private const int MostNames = 20;
    private const int MostMembersPerPage = 100;

    private FeishuChat? _told;

    /// <exception cref="ChatDeniedException">The chat says that it keeps its messages back.</exception>
    /// <exception cref="FeishuApiException">The bot is not in the chat.</exception>
    public async Task<FeishuChat> ReadDetailsAsync(CancellationToken cancellationToken)
    {
        _told ??= await FindDetailsAsync(cancellationToken) ?? listed;
        return _told.KeepsMessagesBack ? throw new ChatDeniedException(DeniedPlace.Restricted) : _told;
    }

    /// <exception cref="ChatDeniedException">The chat says that it keeps its messages back.</exception>
    /// <exception cref="FeishuApiException">The bot is not in the chat, or the app may not read its members.</exception>
    public async Task<Conversation> OpenAsync(CancellationToken cancellationToken)
    {
        var told = await ReadDetailsAsync(cancellationToken);
        var members = new List<string>();
        (string, string?)[] arguments = [("member_id_type", "open_id"), ("page_size", MostMembersPerPage.ToString())];
        await foreach (var answer in session.PagesAsync("im/v1/chats/members", $"im/v1/chats/{Uri.EscapeDataString(id)}/members", arguments, cancellationToken))
        {
            foreach (var member in answer.Items().Select(e => e.Deserialize(FeishuWire.Default.FeishuMember)).OfType<FeishuMember>())
            {
                if (member.MemberId is { Length: > 0 } account)
                {
                    session.People.Add(account, member.Name, member.TenantKey);
                    members.Add(account);
                }
            }
        }

        // In a chat that another firm shares, only the directory tells who is of this one.
        await session.LearnAsync(members, cancellationToken);
        Participant[] everybody = [.. members.Distinct(StringComparer.Ordinal).Select(session.People.Find)];
        return new Conversation(id, NameOf(told, everybody), KindOf(told), everybody);
    }

    /// <summary>A public group is open to the whole firm like a channel; whoever writes into another one writes to its members.</summary>
    private static ConversationKind KindOf(FeishuChat chat) => chat switch
    {
        { ChatMode: "p2p" } => ConversationKind.Direct,
        { ChatType: "public" } => ConversationKind.Channel,
        _ => ConversationKind.Group,
    };

    private string NameOf(FeishuChat chat, Participant[] members)
    {
        var name = chat.Name is { Length: > 0 } own ? own : listed.Name;
        if (!string.IsNullOrEmpty(name))
        {
            return name;
        }

        var names = string.Join(", ", members.Select(m => m.Name).Order(StringComparer.Ordinal).Take(MostNames));
        return names.Length == 0 ? id : names + (members.Length > MostNames ? ", …" : "");
    }

    private async Task<FeishuChat?> FindDetailsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await session.CallAsync("im/v1/chats/id", $"im/v1/chats/{Uri.EscapeDataString(id)}", [], cancellationToken);
            return answer.Data.ValueKind == JsonValueKind.Object ? answer.Data.Deserialize(FeishuWire.Default.FeishuChat) : null;
        }
        catch (FeishuApiException e) when (!e.BotIsOut)
        {
            Log.DetailsAreMissing(session.Logger, session.Options.Source, id, e.Code);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1144, Level = LogLevel.Warning, Message = "{Source}: mode and type of chat {Chat} are not available, the platform says {Code}; it counts as a group.")]
        public static partial void DetailsAreMissing(ILogger logger, string source, string chat, int code);
    }
}
