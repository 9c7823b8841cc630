using Archive.Simulators.Corpus;
using Archive.Simulators.Slack.Organisation;
using Archive.Simulators.Slack.Serving;

namespace Archive.Simulators.Slack.Methods;

/// <summary>Conversations of the Web API: only those that the token's app or person is in.</summary>
internal static class WebConversations
{
    private static readonly string[] KnownTypes = ["public_channel", "private_channel", "mpim", "im"];

    public static void List(ApiCall call) => Write(call, _ => true);

    public static void OfUser(ApiCall call)
    {
        var user = call.Arguments.Text("user") ?? (call.Token.ActsAs is { } self ? call.Org.AccountOf(self).Id : null);
        if (user is not null && call.Org.FindAccount(user) is null)
        {
            throw new ApiException(ErrorCode.UserNotFound);
        }

        // Without a person it is the app's own list.
        Write(call, c => user is null || c.Members.Any(m => m.Account.Id == user && !m.HasLeft(call.Now)));
    }

    public static void Info(ApiCall call)
    {
        var channel = Find(call, "read");
        call.Json.WritePropertyName("channel");
        call.Platform.Channels.WriteWeb(call.Json, channel, call.Now, IsMember(call, channel), call.Arguments.Flag("include_num_members"));
    }

    public static void Members(ApiCall call)
    {
        var members = Find(call, "read").Members.Where(m => !m.HasLeft(call.Now)).ToArray();
        call.WriteByCursor("members", members, m => call.Json.WriteStringValue(m.Account.Id));
    }

    /// <summary>The conversation of <c>channel</c>, if the token may see it and has the scope of its kind.</summary>
    /// <param name="right">"read" or "history".</param>
    public static Channel Find(ApiCall call, string right)
    {
        var channel = (call.Arguments.Text("channel") is { } id ? call.Org.FindChannel(id) : null) is { } found && IsVisible(call, found)
            ? found
            : throw new ApiException(ErrorCode.ChannelNotFound);
        call.Require($"{channel.ScopeFamily}:{right}");
        return right != "history" || IsMember(call, channel) ? channel : throw new ApiException(ErrorCode.NotInChannel);
    }

    /// <summary>Whether the app has not been removed from it.</summary>
    private static bool IsMember(ApiCall call, Channel channel) =>
        call.Token.ActsAs is not null || !(call.Platform.Options.AppRemoved.TryGetValue(channel.Source.Id, out var removed) && removed <= call.Now);

    public static bool IsVisible(ApiCall call, Channel channel)
    {
        if (channel.Source.Created > call.Now || (!call.Token.OrgWide && !channel.IsDirect && channel.TeamId != call.Org.Teams[0].Id))
        {
            return false;
        }

        return call.Token.ActsAs is not { } self
            ? !channel.IsDirect && (channel.Source.Kind == CorpusConversationKind.PublicChannel || IsMember(call, channel))
            : channel.Source.Kind == CorpusConversationKind.PublicChannel || channel.Source.MemberIds.Contains(self);
    }

    /// <summary>The workspace of <c>team_id</c>. Without it an organisation-wide token gets the first workspace only: the partial lists
    /// that integrators report.</summary>
    public static Team TeamOf(ApiCall call)
    {
        var wanted = call.Arguments.Text("team_id");
        return wanted is null || !call.Token.OrgWide
            ? call.Org.Teams[0]
            : call.Org.Teams.FirstOrDefault(t => t.Id == wanted) ?? throw new ApiException(ErrorCode.ChannelNotFound);
    }

    private static void Write(ApiCall call, Func<Channel, bool> filter)
    {
        var types = (call.Arguments.Text("types") ?? KnownTypes[0]).Split(',', StringSplitOptions.TrimEntries);
        if (types.Except(KnownTypes).Any())
        {
            throw new ApiException(ErrorCode.InvalidTypes);
        }

        foreach (var type in types)
        {
            call.Require(type switch
            {
                "public_channel" => "channels:read",
                "private_channel" => "groups:read",
                _ => $"{type}:read",
            });
        }

        _ = call.Arguments.Flag("exclude_archived");
        var team = TeamOf(call);
        var channels = call.Org.Channels
            .Where(c => types.Contains(c.WebType) && IsVisible(call, c) && (c.IsDirect || c.TeamId == team.Id) && filter(c)).ToArray();
        call.WriteByCursor("channels", channels, c => call.Platform.Channels.WriteWeb(call.Json, c, call.Now, IsMember(call, c), memberCount: true));
    }
}
