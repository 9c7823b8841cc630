using System.Globalization;
using System.Runtime.CompilerServices;
using Archive.Connectors.Feishu.Wire;
using Archive.Core.Connectors;
using Microsoft.Extensions.Logging;

namespace Archive.Connectors.Feishu;

/// <summary>Reads every chat that the bot is in, in order of id.</summary>
internal sealed partial class FeishuPlan(FeishuSession session, SortedDictionary<string, FeishuChat> chats)
{
    private static readonly TimeSpan DeepEvery = TimeSpan.FromDays(1);

    /// <param name="now">When this run began, or went on.</param>
    /// <exception cref="ConnectorException">Unauthorized: every chat was read but some that the app may not read.</exception>
    public async IAsyncEnumerable<SourcePage> ReadAsync(
        FeishuState state, DateTimeOffset now, FeishuHint hint, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var position = state.Position ?? new FeishuPosition { Started = now, Deep = !(now - state.LastDeep < DeepEvery) };
        string[] gone = [.. state.KnownChats.Where(chat => !chats.ContainsKey(chat) && !state.HasLeft(chat))];
        if (gone.Length > 0)
        {
            Log.LeftChats(session.Logger, session.Options.Source, gone.Length);
            foreach (var chat in gone)
            {
                yield return Leave(state, position, chat, now);
            }
        }

        foreach (var (id, chat) in chats)
        {
            if (string.CompareOrdinal(id, position.Done) <= 0)
            {
                continue;
            }

            var begun = position.At(id);
            var at = begun with { Far = begun.Far || hint.LooksFarIn(id) };
            await using var pages = new ChatReader(session, chat, id).ReadAsync(state, at, now, hint.ThreadsOf(id), cancellationToken).GetAsyncEnumerator(cancellationToken);
            Step step;
            while ((step = await MoveAsync(pages, id)).Kind == StepKind.Page)
            {
                yield return pages.Current;
            }

            position = position.After(id);
            if (step.Kind != StepKind.End)
            {
                yield return step.Reason is { } reason ? new SourcePage([], state.Deny(position, id, reason)) : Leave(state, position, id, now);
            }
        }

        yield return new SourcePage([], state.Finish(position, session.Options.Overlap));
        if (state.DeniedPlaces is { Count: > 0 } denied)
        {
            throw FeishuErrors.Denied(session.Options.Source, denied);
        }
    }

    /// <summary>The bot is out of the chat: of what was said there nothing is captured any more, and somebody has to know.</summary>
    private static SourcePage Leave(FeishuState state, FeishuPosition position, string chat, DateTimeOffset now)
    {
        var gap = state.FindGap(now, chat, isOut: true);
        return new SourcePage([], state.Leave(position, chat, now)) { Gap = gap };
    }

    private async Task<Step> MoveAsync(IAsyncEnumerator<SourcePage> pages, string chat)
    {
        try
        {
            return new Step(await pages.MoveNextAsync() ? StepKind.Page : StepKind.End);
        }
        catch (FeishuApiException e) when (e.BotIsOut)
        {
            Log.BotIsOut(session.Logger, session.Options.Source, chat);
            return new Step(StepKind.Outside);
        }
        catch (FeishuApiException e) when (e.ConcernsOneChat)
        {
            var code = e.Code.ToString(CultureInfo.InvariantCulture);
            Log.IsDenied(session.Logger, session.Options.Source, chat, code);
            return new Step(StepKind.Denied, code);
        }
        catch (ChatDeniedException e)
        {
            Log.IsDenied(session.Logger, session.Options.Source, chat, e.Reason);
            return new Step(StepKind.Denied, e.Reason);
        }
    }

    /// <param name="Reason">Why it is denied; null where it is not.</param>
    private readonly record struct Step(StepKind Kind, string? Reason = null);

    private enum StepKind
    {
        Page,
        End,

        /// <summary>The bot turned out not to be in the chat.</summary>
        Outside,

        /// <summary>It is, and may not read it.</summary>
        Denied,
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1146, Level = LogLevel.Warning, Message = "{Source}: the bot was removed from {Count} chats that were captured before; nothing more is captured of them.")]
        public static partial void LeftChats(ILogger logger, string source, int count);

        [LoggerMessage(EventId = 1147, Level = LogLevel.Warning, Message = "{Source}: the bot is not in chat {Chat} (any more); nothing is captured of it until it is added again.")]
        public static partial void BotIsOut(ILogger logger, string source, string chat);

        [LoggerMessage(EventId = 1149, Level = LogLevel.Warning, Message = "{Source}: the platform does not let the app read chat {Chat} ({Reason}); the others are read, and the run counts as failed.")]
        public static partial void IsDenied(ILogger logger, string source, string chat, string reason);
    }
}
