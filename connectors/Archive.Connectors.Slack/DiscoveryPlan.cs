using System.Runtime.CompilerServices;
using System.Text.Json;
using Archive.Connectors.Slack.Wire;
using Archive.Core.Connectors;
using Archive.Core.Messages;
using Microsoft.Extensions.Logging;

namespace Archive.Connectors.Slack;

/// <summary>A full walk lists the conversations of every member, leavers included, and reads them all; runs in between read those that
/// discovery.conversations.recent names. Conversations go in order of id, each newest message first, then its edits.</summary>
internal sealed partial class DiscoveryPlan(SlackSession session) : ISlackPlan
{
    private const int MembersPerPage = 25;

    private readonly Dictionary<string, SlackChannel> _listed = new(StringComparer.Ordinal);
    private string Limit => Math.Min(session.Options.PageSize, 1_000).ToString();

    public SlackPosition Begin(SlackState state, DateTimeOffset now)
    {
        var full = !(now - state.LastWalk < session.Options.FullWalkEvery);
        return new SlackPosition { Walking = full, Full = full, Started = now };
    }

    public async IAsyncEnumerable<SourcePage> ReadAsync(
        SlackState state, DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ListConversationsAsync(cancellationToken);
        var position = state.Position ?? Begin(state, now);
        if (position.Walking)
        {
            await foreach (var page in WalkAsync(state, position, cancellationToken))
            {
                yield return page;
            }

            position = position with { Walking = false, Done = null };
        }

        var chosen = state.KnownConversations.ToDictionary(StringComparer.Ordinal);
        if (!position.Full)
        {
            chosen = await FindRecentAsync(chosen, now, cancellationToken);
        }

        foreach (var (id, team) in chosen.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            if (string.CompareOrdinal(id, position.Done) <= 0)
            {
                continue;
            }

            await foreach (var page in ReadConversationAsync(state, position.At(id), id, team.Length == 0 ? null : team, cancellationToken))
            {
                yield return page;
            }

            position = position.After(id);
        }

        yield return new SourcePage([], state.Finish(position));
    }

    /// <summary>Names and kinds of all conversations: for mentions of channels, and because a member's list gives ids only.</summary>
    public async Task<IReadOnlyDictionary<string, SlackChannel>> ListConversationsAsync(CancellationToken cancellationToken)
    {
        await foreach (var answer in session.PagesAsync("discovery.conversations.list", "offset", [("limit", Limit)], cancellationToken))
        {
            foreach (var element in answer.List("channels"))
            {
                Note(element.Deserialize(SlackJson.Default.SlackChannel));
            }
        }

        return _listed;
    }

    private void Note(SlackChannel? channel)
    {
        if (channel?.Id is not { Length: > 0 } id)
        {
            return;
        }

        _listed[id] = channel;
        if (!string.IsNullOrEmpty(channel.Name))
        {
            session.Directory.AddChannel(id, channel.Name);
        }
    }

    private async IAsyncEnumerable<SourcePage> WalkAsync(
        SlackState state, SlackPosition position, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var known = state.KnownConversations.ToDictionary(StringComparer.Ordinal);
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var members = session.Directory.People.Where(p => p.Kind == ParticipantKind.Member).Select(p => p.Id)
            .Order(StringComparer.Ordinal).SkipWhile(id => string.CompareOrdinal(id, position.Done) <= 0).ToArray();
        for (var i = 0; i < members.Length; i++)
        {
            foreach (var channel in await ConversationsOfAsync(members[i], cancellationToken))
            {
                if (channel.Id is { Length: > 0 } id && (!known.TryGetValue(id, out var team) || team != (channel.TeamId ?? "")))
                {
                    found[id] = known[id] = channel.TeamId ?? "";
                }
            }

            if ((i + 1) % MembersPerPage == 0)
            {
                yield return new SourcePage([], state.Move(position with { Done = members[i] }, found));
                found = new(StringComparer.Ordinal);
            }
        }

        yield return new SourcePage([], state.Move(position with { Walking = false, Done = null }, found));
    }

    private async Task<List<SlackChannel>> ConversationsOfAsync(string member, CancellationToken cancellationToken)
    {
        var channels = new List<SlackChannel>();
        try
        {
            (string, string?)[] arguments = [("user", member), ("include_historical", "1"), ("limit", Limit)];
            await foreach (var answer in session.PagesAsync("discovery.user.conversations", "offset", arguments, cancellationToken))
            {
                channels.AddRange(answer.List("channels").Select(e => e.Deserialize(SlackJson.Default.SlackChannel)).OfType<SlackChannel>());
            }
        }
        catch (SlackApiException e) when (e.ItemIsGone)
        {
            Log.MemberIsGone(session.Logger, session.Options.Source, member, e.Code);
        }

        return channels;
    }

    /// <summary>Active conversations of the last days: also ones that no walk has met yet.</summary>
    private async Task<Dictionary<string, string>> FindRecentAsync(
        Dictionary<string, string> known, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Without latest the platform looks back 24 hours only.
        var latest = new SlackTimestamp(Timestamps.ToMicroseconds(now.AddHours(1))).ToString();
        var recent = new Dictionary<string, string>(StringComparer.Ordinal);
        (string, string?)[] arguments = [("latest", latest), ("limit", Limit)];
        await foreach (var answer in session.PagesAsync("discovery.conversations.recent", "latest", arguments, cancellationToken))
        {
            foreach (var channel in answer.List("channels").Select(e => e.Deserialize(SlackJson.Default.SlackChannel)))
            {
                if (channel?.Id is { Length: > 0 } id)
                {
                    recent[id] = known.TryGetValue(id, out var team) ? team : channel.Team ?? "";
                }
            }
        }

        return recent;
    }

    private async IAsyncEnumerable<SourcePage> ReadConversationAsync(
        SlackState state, SlackPosition position, string id, string? team, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = new DiscoveryConversation(session, id, team);
        Conversation? conversation = null;
        try
        {
            conversation = await reader.OpenAsync(_listed.GetValueOrDefault(id), cancellationToken);
        }
        catch (SlackApiException e) when (e.ItemIsGone)
        {
            Log.ConversationIsGone(session.Logger, session.Options.Source, id, e.Code);
        }

        if (conversation is null)
        {
            yield return new SourcePage([], state.Complete(position, id, null));
            yield break;
        }

        await foreach (var page in reader.ReadAsync(state, position, conversation, cancellationToken))
        {
            yield return page;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1101, Level = LogLevel.Warning, Message = "{Source}: conversation {Conversation} was skipped, the platform says {Code}.")]
        public static partial void ConversationIsGone(ILogger logger, string source, string conversation, string code);

        [LoggerMessage(EventId = 1102, Level = LogLevel.Warning, Message = "{Source}: the conversations of account {Account} were not listed, the platform says {Code}.")]
        public static partial void MemberIsGone(ILogger logger, string source, string account, string code);
    }
}
