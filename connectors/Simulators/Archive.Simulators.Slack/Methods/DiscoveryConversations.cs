using Archive.Simulators.Slack.Organisation;
using Archive.Simulators.Slack.Serving;
using Archive.Simulators.Slack.Wire;

namespace Archive.Simulators.Slack.Methods;

/// <summary>Conversations of the Discovery API, without their messages.</summary>
internal static class DiscoveryConversations
{
    private static readonly TimeSpan RecentWindow = TimeSpan.FromHours(24);
    private static readonly TimeSpan RecentReach = TimeSpan.FromDays(7);

    /// <summary>Conversations by their newest event. Without <c>latest</c> those of the last 24 hours; with it everything at or before
    /// it, at most 7 days back.</summary>
    public static void Recent(ApiCall call)
    {
        var window = call.Arguments.Text("latest") is null ? RecentWindow : RecentReach;
        var from = Timestamp.From(call.Now - window);
        var updated = ChannelsOf(call).Select(c => (Channel: c, Ts: c.LastUpdate(call.Until))).Where(c => c.Ts >= from).OrderBy(c => c.Ts).ToArray();
        var times = updated.Select(u => u.Ts).ToArray();
        for (var i = 1; i < times.Length; i++)
        {
            // Paging by ts needs each ts once.
            times[i] = Math.Max(times[i], times[i - 1] + 1);
        }

        var page = call.TakeByTime(times, static _ => true);
        call.Json.WriteStartArray("channels");
        foreach (var item in page.Items)
        {
            call.Json.WriteStartObject();
            call.Json.WriteString("id", updated[item].Channel.Id);
            call.Json.WriteString("team", updated[item].Channel.TeamId);
            call.Json.WriteString("ts", Timestamp.Format(times[item]));
            call.Json.WriteEndObject();
        }

        call.Json.WriteEndArray();
        call.WriteOffset(page);
    }

    public static void List(ApiCall call)
    {
        var external = call.Arguments.Flag("only_ext_shared");
        var wanted = DiscoveryDirectory.KindFilter(call);
        var channels = ChannelsOf(call).Where(c => wanted(c.Source.Kind) && (!external || c.Source.External)).ToArray();
        call.WriteByOffset("channels", channels, c => call.Platform.Channels.WriteDiscovery(call.Json, c));
    }

    public static void Info(ApiCall call)
    {
        Channel[] channels = [Find(call)];
        call.WriteByOffset("info", channels, c => call.Platform.Channels.WriteDiscoveryInfo(call.Json, c, call.Now));
    }

    public static void Members(ApiCall call)
    {
        var left = call.Arguments.Flag("include_member_left");
        var members = Find(call).Members.Where(m => left || !m.HasLeft(call.Now)).ToArray();
        call.WriteByOffset("members", members, m =>
        {
            call.Json.WriteStartObject();
            call.Json.WriteString("id", m.Account.Id);
            call.Json.WriteString("team", m.Account.TeamId);
            call.Json.WriteNumber("date_joined", Timestamp.Seconds(m.Joined));
            call.Json.WriteNumber("date_left", m.HasLeft(call.Now) ? Timestamp.Seconds(m.Left!.Value) : 0); // HasLeft implies Left
            call.Json.WriteEndObject();
        });
    }

    /// <summary>Always an empty page: a corpus conversation keeps its name.</summary>
    public static void Renames(ApiCall call)
    {
        _ = ChannelsOf(call);
        _ = call.Arguments.Flag("private");
        var page = call.TakeByTime([], static _ => true);
        call.Json.WriteStartArray("renames");
        call.Json.WriteEndArray();
        call.WriteOffset(page);
    }

    /// <summary>The conversation of <c>channel</c>, when <c>team</c> is left out or is its own.</summary>
    public static Channel Find(ApiCall call)
    {
        var channel = call.Arguments.Text("channel") is { } id ? call.Org.FindChannel(id) : null;
        return channel is not null && channel.Source.Created <= call.Now && (call.Arguments.Text("team") is not { } team || team == channel.TeamId)
            ? channel
            : throw new ApiException(ErrorCode.ChannelNotFound);
    }

    /// <summary>The conversations of <c>team</c>: a workspace's channels, with the organisation's id the direct conversations, without it all.</summary>
    private static IEnumerable<Channel> ChannelsOf(ApiCall call)
    {
        var team = call.Arguments.Text("team");
        if (team is not null && team != call.Org.EnterpriseId && !call.Org.IsOwn(team))
        {
            throw new ApiException(ErrorCode.ChannelNotFound);
        }

        return call.Org.Channels.Where(c => c.Source.Created <= call.Now && (team is null || c.TeamId == team));
    }
}
