using System.Text.Json;
using Archive.Connectors.Feishu.Wire;
using Archive.Connectors.Http;
using Archive.Core.Connectors;

namespace Archive.Connectors.Feishu;

/// <summary>Proves, before anything empty can pass for a success, that the app may read what it is here for.</summary>
internal sealed class FeishuAccess(FeishuSession session)
{
    public const string Scope = "im:message.group_msg";
    private const int MostChatsPerPage = 100;

    /// <summary>The chats of the bot by id, once bot ability, scopes and history are proved.</summary>
    /// <exception cref="ConnectorException">Unauthorized: a person has to act.</exception>
    public async Task<SortedDictionary<string, FeishuChat>> ProveAsync(CancellationToken cancellationToken)
    {
        await ProveScopeAsync(cancellationToken);
        var chats = await ListAsync(cancellationToken);
        if (chats.Count == 0)
        {
            throw new ConnectorException(
                ConnectorFailure.Unauthorized, $"The bot of source {session.Options.Source} is in no chat. Let an authorised person add it to the groups that are to be kept.");
        }

        await ProveHistoryAsync(chats.Keys, cancellationToken);
        return chats;
    }

    /// <summary>The platform tells an app what it was granted, and asks for no scope for that. Where it does not answer, the history has to prove itself alone.</summary>
    private async Task ProveScopeAsync(CancellationToken cancellationToken)
    {
        if (await FindGrantedAsync(cancellationToken) is { } granted && !granted.Contains(Scope))
        {
            throw new ConnectorException(
                ConnectorFailure.Unauthorized,
                $"The app of source {session.Options.Source} was not granted {Scope}: it would see only what is addressed to its bot. Add the scope, release a new version and have it approved.");
        }
    }

    /// <returns>Null when the platform does not say.</returns>
    public async Task<IReadOnlySet<string>?> FindGrantedAsync(CancellationToken cancellationToken)
    {
        const string Method = "application/v6/scopes";
        try
        {
            var answer = await session.CallAsync(Method, Method, [], cancellationToken);
            var granted = LenientJson.Elements(LenientJson.Child(answer.Data, "scopes")).Where(s => LenientJson.Scalar(s, "grant_status") == "1")
                .Select(s => LenientJson.Text(s, "scope_name")).OfType<string>().ToHashSet(StringComparer.Ordinal);
            return granted.Count > 0 ? granted : null;
        }
        catch (Exception e) when (e is FeishuApiException or ConnectorException { Kind: ConnectorFailure.Permanent })
        {
            return null;
        }
    }

    /// <summary>The chats of the bot by id; their names and the firm's own key are known from then on.</summary>
    public async Task<SortedDictionary<string, FeishuChat>> ListAsync(CancellationToken cancellationToken)
    {
        const string Method = "im/v1/chats";
        var chats = new SortedDictionary<string, FeishuChat>(StringComparer.Ordinal);

        // The other order skips chats while they are being listed.
        (string, string?)[] arguments = [("sort_type", "ByCreateTimeAsc"), ("page_size", MostChatsPerPage.ToString())];
        await foreach (var answer in session.PagesAsync(Method, Method, arguments, cancellationToken))
        {
            foreach (var chat in answer.Items().Select(e => e.Deserialize(FeishuWire.Default.FeishuChat)).OfType<FeishuChat>())
            {
                if (chat.ChatId is { Length: > 0 } id)
                {
                    chats[id] = chat;
                    session.People.AddChat(chat);
                }
            }
        }

        return chats;
    }

    /// <summary>Without the scope some tenants answer with an error and some with nothing. A group with a bot in it holds at least the line that says so. One chat
    /// that shows something is enough: of what keeps the app out of single ones, the plan tells.</summary>
    private async Task ProveHistoryAsync(IEnumerable<string> chats, CancellationToken cancellationToken)
    {
        var empty = 0;
        FeishuApiException? denied = null;
        foreach (var chat in chats)
        {
            try
            {
                var answer = await session.CallAsync(
                    ChatReader.Method, ChatReader.Method, [("container_id_type", "chat"), ("container_id", chat), ("page_size", "1")], cancellationToken);
                if (answer.Items().Any())
                {
                    return;
                }

                empty++;
            }
            catch (FeishuApiException e) when (e.BotIsOut)
            {
                // Left since it was listed; the plan sees to it.
            }
            catch (FeishuApiException e) when (e.ConcernsOneChat)
            {
                denied ??= e;
            }
        }

        if (denied is not null)
        {
            throw FeishuErrors.ToFailure(denied);
        }

        if (empty > 0)
        {
            throw new ConnectorException(
                ConnectorFailure.Unauthorized,
                $"The app of source {session.Options.Source} sees no message in any of its {empty} chats. Check that it was granted {Scope}, and that a new version with it was released and approved.");
        }
    }
}
