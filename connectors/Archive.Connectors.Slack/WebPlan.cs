using System.Runtime.CompilerServices;
using System.Text.Json;
using Archive.Connectors.Slack.Wire;
using Archive.Core.Connectors;
using Microsoft.Extensions.Logging;

namespace Archive.Connectors.Slack;

/// <summary>Reads every conversation that the app is in, in order of id, each newest message first, with the threads of a page after it.</summary>
/// <param name="teams">Workspaces to list; a single null for a token that belongs to one.</param>
internal sealed partial class WebPlan(SlackSession session, IReadOnlyList<string?> teams) : ISlackPlan
{
    // The documented bound is "under 1000".
    private const int MostPerList = 999;

    public SlackPosition Begin(SlackState state, DateTimeOffset now) => new() { Full = true, Started = now };

    /// <exception cref="ConnectorException">Unauthorized: the app is in no conversation.</exception>
    public async IAsyncEnumerable<SourcePage> ReadAsync(
        SlackState state, DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channels = await ListConversationsAsync(cancellationToken);
        var position = state.Position ?? Begin(state, now);
        string[] gone = [.. state.CapturedConversations.Where(id => !channels.ContainsKey(id) && !state.HasLeft(id))];
        if (gone.Length > 0)
        {
            Log.Left(session.Logger, session.Options.Source, gone.Length);
            foreach (var id in gone)
            {
                yield return WebConversation.Leave(state, position, id, now);
            }
        }

        if (channels.Count == 0)
        {
            // Nothing to read would pass for nothing said.
            throw new ConnectorException(
                ConnectorFailure.Unauthorized,
                $"The app of source {session.Options.Source} is in no conversation. Let an authorised person add it to those that are to be kept; people see that it is there.");
        }

        foreach (var (id, channel) in channels)
        {
            if (string.CompareOrdinal(id, position.Done) <= 0)
            {
                continue;
            }

            await foreach (var page in new WebConversation(session, id).ReadAsync(state, position.At(id), channel, now, cancellationToken))
            {
                yield return page;
            }

            position = position.After(id);
        }

        yield return new SourcePage([], state.Finish(position));
    }

    /// <summary>Those that the app is in; the names of all of them go into the directory.</summary>
    public async Task<SortedDictionary<string, SlackChannel>> ListConversationsAsync(CancellationToken cancellationToken)
    {
        var channels = new SortedDictionary<string, SlackChannel>(StringComparer.Ordinal);
        var notIn = 0;
        var limit = Math.Min(session.Options.PageSize, MostPerList).ToString();
        foreach (var team in teams)
        {
            (string, string?)[] arguments = [("types", "public_channel,private_channel,mpim,im"), ("limit", limit), ("team_id", team)];
            await foreach (var answer in session.PagesAsync("conversations.list", "cursor", arguments, cancellationToken))
            {
                foreach (var channel in answer.List("channels").Select(e => e.Deserialize(SlackJson.Default.SlackChannel)).OfType<SlackChannel>())
                {
                    if (channel.Id is not { Length: > 0 } id)
                    {
                        continue;
                    }

                    if (!string.IsNullOrEmpty(channel.Name))
                    {
                        session.Directory.AddChannel(id, channel.Name);
                    }

                    if (channel.IsMember == false)
                    {
                        notIn++;
                        continue;
                    }

                    channels[id] = channel;
                }
            }
        }

        if (notIn > 0)
        {
            Log.NotAMember(session.Logger, session.Options.Source, notIn);
        }

        return channels;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1112, Level = LogLevel.Warning, Message = "{Source}: the app was removed from {Count} conversations that were captured before; nothing more is captured of them.")]
        public static partial void Left(ILogger logger, string source, int count);

        [LoggerMessage(EventId = 1111, Level = LogLevel.Warning, Message = "{Source}: {Count} channels are not captured because the app is not a member of them.")]
        public static partial void NotAMember(ILogger logger, string source, int count);
    }
}
