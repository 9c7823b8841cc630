using System.Runtime.CompilerServices;
using System.Text.Json;
using Archive.Connectors.Http;
using Archive.Connectors.Slack.Text;
using Archive.Connectors.Slack.Wire;
using Archive.Core.Connectors;
using Archive.Core.Messages;

namespace Archive.Connectors.Slack;

/// <summary>One conversation through the Discovery API.</summary>
/// <param name="team">Under which it is asked for; null for none.</param>
internal sealed class DiscoveryConversation(SlackSession session, string id, string? team)
{
    private string? _team = team;

    private string Limit => Math.Min(session.Options.PageSize, 1_000).ToString();

    /// <summary>Members and name.</summary>
    public async Task<Conversation> OpenAsync(SlackChannel? listed, CancellationToken cancellationToken)
    {
        var channel = listed ?? await FindInfoAsync(cancellationToken);
        var members = new List<string>();
        string? at = null;
        var still = 0;
        do
        {
            // With those who left: what was said while they were there concerns them too.
            var answer = await CallAsync(
                "discovery.conversations.members", [("include_member_left", "1"), ("limit", Limit), ("offset", at)], cancellationToken);
            members.AddRange(answer.List("members").Select(IdOf).OfType<string>());
            still = Standstill.Count(answer.Method, at, answer.Next, still);
            at = answer.Next;
        }
        while (at is not null);

        await session.LearnAsync(members, cancellationToken);
        return SlackConversations.Make(id, channel?.Name, channel is null ? ConversationKind.Unknown : SlackConversations.KindOf(channel), members, session.Directory);
    }

    /// <summary>History, then edits. The last page completes the conversation.</summary>
    public async IAsyncEnumerable<SourcePage> ReadAsync(
        SlackState state, SlackPosition position, Conversation conversation, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var oldest = state.MarkOf(id)?.Back(session.Options.Overlap).ToString();
        var still = 0;
        while (true)
        {
            var edits = position.InEdits;
            var answer = await CallAsync(
                edits ? "discovery.conversations.edits" : "discovery.conversations.history",
                [("latest", position.Next), ("oldest", oldest), ("limit", Limit), ("reactions", edits ? null : "1")],
                cancellationToken);
            var items = await session.MapAsync([.. answer.List(edits ? "edits" : "messages")], conversation, cancellationToken);
            var high = edits ? SlackTimestamp.Find(position.High) : SlackConversations.Higher(SlackTimestamp.Find(position.High), items);
            still = Standstill.Count(answer.Method, position.Next, answer.Next, still);
            var hasEdits = position.HasEdits || answer.Flag("has_edits");
            var more = answer.Next is not null || (!edits && hasEdits);
            position = position with
            {
                Next = answer.Next,
                InEdits = answer.Next is null ? !edits : edits,
                High = high?.ToString(),
                HasEdits = hasEdits,
            };
            await foreach (var page in session.EmitAsync(items, more ? state.Move(position) : state.Complete(position, id, high), cancellationToken))
            {
                yield return page;
            }

            if (!more)
            {
                yield break;
            }
        }
    }

    private static string? IdOf(JsonElement member) => member.ValueKind == JsonValueKind.String ? member.GetString() : SlackBlocks.Text(member, "id");

    private async Task<SlackChannel?> FindInfoAsync(CancellationToken cancellationToken)
    {
        var answer = await CallAsync("discovery.conversations.info", [], cancellationToken);
        foreach (var element in answer.List("info"))
        {
            if (element.Deserialize(SlackJson.Default.SlackChannel) is { } channel && channel.Id == id)
            {
                return channel;
            }
        }

        return null;
    }

    /// <summary>Direct conversations of an organisation belong to no workspace: a known id that is not found is asked for once more without one.</summary>
    private async Task<SlackAnswer> CallAsync(string method, IReadOnlyList<(string Name, string? Value)> arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await session.CallAsync(method, [("channel", id), ("team", _team), .. arguments], cancellationToken);
        }
        catch (SlackApiException e) when (e.Code == "channel_not_found" && _team is not null)
        {
            var answer = await session.CallAsync(method, [("channel", id), .. arguments], cancellationToken);
            _team = null;
            return answer;
        }
    }
}
