using System.Collections.Frozen;
using Archive.Simulators.Slack.Methods;

namespace Archive.Simulators.Slack.Serving;

/// <summary>A method of the platform.</summary>
/// <param name="PerMinute">Requests per minute: of the whole organisation for Discovery, of one token for the Web API.</param>
internal sealed record ApiMethod(string Name, int PerMinute, Action<ApiCall> Handle)
{
    public bool IsDiscovery { get; } = Name.StartsWith("discovery.", StringComparison.Ordinal);
}

internal static class MethodTable
{
    private const int Discovery = 1_200;
    private const int Tier2 = 20;
    private const int Tier3 = 50;
    private const int Tier4 = 100;

    private static readonly FrozenDictionary<string, ApiMethod> Methods = new ApiMethod[]
    {
        new("discovery.enterprise.info", Discovery, DiscoveryDirectory.EnterpriseInfo),
        new("discovery.users.list", Discovery, DiscoveryDirectory.UsersList),
        new("discovery.user.info", Discovery, DiscoveryDirectory.UserInfo),
        new("discovery.user.conversations", Discovery, DiscoveryDirectory.UserConversations),
        new("discovery.conversations.recent", Discovery, DiscoveryConversations.Recent),
        new("discovery.conversations.list", Discovery, DiscoveryConversations.List),
        new("discovery.conversations.info", Discovery, DiscoveryConversations.Info),
        new("discovery.conversations.members", Discovery, DiscoveryConversations.Members),
        new("discovery.conversations.renames", Discovery, DiscoveryConversations.Renames),
        new("discovery.conversations.history", Discovery, DiscoveryMessages.History),
        new("discovery.conversations.edits", Discovery, DiscoveryMessages.Edits),
        new("discovery.conversations.reactions", Discovery, DiscoveryMessages.Reactions),
        new("discovery.chat.info", Discovery, DiscoveryMessages.ChatInfo),
        new("discovery.files.list", Discovery, FileMethods.DiscoveryList),
        new("discovery.file.info", Discovery, FileMethods.DiscoveryInfo),
        new("auth.test", Tier4, WebDirectory.AuthTest),
        new("team.info", Tier3, WebDirectory.TeamInfo),
        new("users.list", Tier2, WebDirectory.UsersList),
        new("users.info", Tier4, WebDirectory.UsersInfo),
        new("users.conversations", Tier2, WebConversations.OfUser),
        new("bots.info", Tier3, WebDirectory.BotsInfo),
        new("conversations.list", Tier2, WebConversations.List),
        new("conversations.info", Tier3, WebConversations.Info),
        new("conversations.members", Tier4, WebConversations.Members),
        new("conversations.history", Tier3, WebMessages.History),
        new("conversations.replies", Tier3, WebMessages.Replies),
        new("files.info", Tier4, FileMethods.WebInfo),
    }.ToFrozenDictionary(m => m.Name, StringComparer.Ordinal);

    public static ApiMethod? Find(string name) => Methods.GetValueOrDefault(name);
}
