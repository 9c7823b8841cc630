using System.Runtime.CompilerServices;
using Archive.Connectors.Feishu.Wire;
using Archive.Core.Connectors;
using Microsoft.Extensions.Logging;

namespace Archive.Connectors.Feishu;

/// <summary>Reads every chat that the bot is in, in order of id.</summary>
internal sealed partial class FeishuPlan(FeishuSession session, SortedDictionary<string, FeishuChat> chats)
{
    private static readonly TimeSpan DeepEvery = TimeSpan.FromDays(1);

    /// <param name="far">Chats in which something old changed: they are looked at as far back as by a deep run.</param>
    public async IAsyncEnumerable<SourcePage> ReadAsync(
        FeishuState state, DateTimeOffset now, IReadOnlyCollection<string> far, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var position = state.Position ?? new FeishuPosition { Started = now, Deep = !(now - state.LastDeep < DeepEvery) };
        string[] gone = [.. state.KnownChats.Where(chat => !chats.ContainsKey(chat) && !state.HasLeft(chat))];
        if (gone.Length > 0)
        {
            Log.LeftChats(session.Logger, session.Options.Source, gone.Length);
            yield return new SourcePage([], state.Leave(position, gone));
        }

        foreach (var (id, chat) in chats)
        {
            if (string.CompareOrdinal(id, position.Done) <= 0)
            {
                continue;
            }

            var begun = position.At(id);
            var at = begun with { Far = begun.Far || far.Contains(id) };
            await using var pages = new ChatReader(session, chat, id).ReadAsync(state, at, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await MoveAsync(pages, id) is { } more)
            {
                if (!more)
                {
                    yield return new SourcePage([], state.Leave(position.After(id), [id]));
                    break;
                }

                yield return pages.Current;
            }

            position = position.After(id);
        }

        yield return new SourcePage([], state.Finish(position));
    }

    /// <returns>Null at the end of the chat, false when the bot turned out not to be in it.</returns>
    private async Task<bool?> MoveAsync(IAsyncEnumerator<SourcePage> pages, string chat)
    {
        try
        {
            return await pages.MoveNextAsync() ? true : null;
        }
        catch (FeishuApiException e) when (e.BotIsOut)
        {
            Log.BotIsOut(session.Logger, session.Options.Source, chat);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1146, Level = LogLevel.Warning, Message = "{Source}: the bot was removed from {Count} chats that were captured before; nothing more is captured of them.")]
        public static partial void LeftChats(ILogger logger, string source, int count);

        [LoggerMessage(EventId = 1147, Level = LogLevel.Warning, Message = "{Source}: the bot is not in chat {Chat} (any more); nothing is captured of it until it is added again.")]
        public static partial void BotIsOut(ILogger logger, string source, string chat);
    }
}
