using Archive.Connectors.Slack.Wire;
using Archive.Core.Messages;

namespace Archive.Connectors.Slack.Directory;

/// <summary>Who is who, as the platform told at the start of the run: one <see cref="Participant"/> instance per account.
/// Not safe for concurrent callers.</summary>
/// <param name="ownTeams">Ids of the firm's workspaces and of its organisation.</param>
internal sealed class SlackDirectory(IEnumerable<string> ownTeams) : ISlackNames
{
    /// <summary>The account under which the platform itself speaks.</summary>
    public const string PlatformAccount = "USLACKBOT";

    private readonly HashSet<string> _own = new(ownTeams, StringComparer.Ordinal);
    private readonly Dictionary<string, Participant> _people = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Participant> _guesses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _channels = new(StringComparer.Ordinal);

    public IEnumerable<Participant> People => _people.Values;

    /// <returns>Null where the account has no id.</returns>
    public Participant? Add(SlackUser user) =>
        user.Id is { Length: > 0 } id ? _people[id] = new Participant(id, NameOf(user) ?? id, KindOf(user)) : null;

    public void AddChannel(string id, string name) => _channels[id] = name;

    public bool Knows(string id) => _people.ContainsKey(id);

    /// <summary>The account, or what can be said of one that the directory does not list: an unknown account is never taken for a member.</summary>
    public Participant Find(string id) =>
        _people.TryGetValue(id, out var known) ? known : Guess(id, id, id == PlatformAccount ? ParticipantKind.Platform : ParticipantKind.Unknown);

    /// <summary>Who sent a message.</summary>
    public Participant SenderOf(SlackMessage message)
    {
        if (message.User is { Length: > 0 } user && (_people.ContainsKey(user) || (message.BotId is null && message.Subtype != "bot_message")))
        {
            return _people.TryGetValue(user, out var known) ? known : FromMessage(user, message);
        }

        var bot = message.BotId ?? message.BotProfile?.Id ?? message.User;
        return bot is { Length: > 0 }
            ? Guess(bot, message.BotProfile?.Name ?? message.Username ?? bot, ParticipantKind.Bot)
            : Find(message.Comment?.User ?? PlatformAccount);
    }

    public string? UserName(string id) => _people.TryGetValue(id, out var known) ? known.Name : null;

    public string? ChannelName(string id) => _channels.GetValueOrDefault(id);

    private static string? NameOf(SlackUser user) => FirstOf(user.RealName, user.Profile?.RealName, user.Profile?.DisplayName, user.Name);

    private static string? FirstOf(params ReadOnlySpan<string?> names)
    {
        foreach (var name in names)
        {
            if (!string.IsNullOrWhiteSpace(name))
            {
                return name.Trim();
            }
        }

        return null;
    }

    private ParticipantKind KindOf(SlackUser user)
    {
        if (user.Id == PlatformAccount)
        {
            return ParticipantKind.Platform;
        }

        if (user.IsBot || user.IsWorkflowBot || user.IsConnectorBot)
        {
            return ParticipantKind.Bot;
        }

        // Every list of teams counts: the methods fill different ones. Leavers often have none left, but were the firm's own.
        string?[] teams = [user.TeamId, user.EnterpriseUser?.EnterpriseId, .. user.Teams ?? [], .. user.EnterpriseUser?.Teams ?? []];
        var told = teams.Where(t => !string.IsNullOrEmpty(t)).ToArray();
        if (told.Any(t => _own.Contains(t!))) // filtered the line above
        {
            return user.IsRestricted || user.IsUltraRestricted ? ParticipantKind.Guest : ParticipantKind.Member;
        }

        if (user.IsStranger || told.Length > 0)
        {
            return ParticipantKind.External;
        }

        return user.IsRestricted || user.IsUltraRestricted ? ParticipantKind.Guest
            : user.Deleted ? ParticipantKind.Member : ParticipantKind.Unknown;
    }

    private Participant FromMessage(string id, SlackMessage message)
    {
        var profile = message.UserProfile;
        var name = FirstOf(profile?.RealName, profile?.DisplayName, profile?.Name, message.Username) ?? id;
        if (id == PlatformAccount)
        {
            return Guess(id, name, ParticipantKind.Platform);
        }

        var team = FirstOf(message.UserTeam, profile?.Team, message.SourceTeam);
        var kind = team is null ? ParticipantKind.Unknown
            : !_own.Contains(team) ? ParticipantKind.External
            : profile is null ? ParticipantKind.Unknown
            : profile.IsRestricted || profile.IsUltraRestricted ? ParticipantKind.Guest : ParticipantKind.Member;
        return Guess(id, name, kind);
    }

    /// <summary>Keeps the instance while it says the same, so that a page does not hold a thousand copies of one bot.</summary>
    private Participant Guess(string id, string name, ParticipantKind kind)
    {
        if (_guesses.TryGetValue(id, out var known) && known.Name == name && known.Kind == kind)
        {
            return known;
        }

        return _guesses[id] = new Participant(id, name, kind);
    }
}
