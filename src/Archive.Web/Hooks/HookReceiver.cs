using System.Collections.Frozen;
using Archive.Connectors.Http.Callbacks;
using Archive.Core.Connectors;
using Archive.Jobs;
using Archive.Web.Sources;

namespace Archive.Web.Hooks;

/// <summary>Hands what is pushed to its source's callback, passes the hint on, and counts.</summary>
internal sealed partial class HookReceiver(IEnumerable<IPlatformCallback> callbacks, MadeSources made, PullHintInbox inbox, TimeProvider clock, ILogger<HookReceiver> logger)
{
    private const string TooLarge = "too_large";

    private static readonly FrozenDictionary<CallbackOutcome, string> Names = new Dictionary<CallbackOutcome, string>
    {
        [CallbackOutcome.PullDue] = "pull_due",
        [CallbackOutcome.Repeated] = "repeated",
        [CallbackOutcome.Ignored] = "ignored",
        [CallbackOutcome.Handshake] = "handshake",
        [CallbackOutcome.Refused] = "refused",
        [CallbackOutcome.NotReady] = "not_ready",
    }.ToFrozenDictionary();

    private static readonly string[] Outcomes = [.. Names.Values.Append(TooLarge).Order(StringComparer.Ordinal)];

    private readonly FrozenDictionary<string, IPlatformCallback> _callbacks = callbacks.ToFrozenDictionary(callback => callback.Source, StringComparer.Ordinal);

    private readonly SeldomTold _refused = new(clock);
    private readonly SeldomTold _notReady = new(clock);

    public bool Knows(string source) => Find(source) is not null;

    /// <returns>Null when nobody pushes to it, not any more perhaps.</returns>
    public CallbackAnswer? TryReceive(string source, CallbackRequest request)
    {
        if (Find(source) is not { } callback)
        {
            return null;
        }

        var answer = callback.Receive(request);
        EventTelemetry.Count(source, Names[answer.Outcome], Outcomes);
        if (answer.IsPullDue)
        {
            inbox.Raise(source, answer.Conversation);
        }
        else if (answer.Outcome == CallbackOutcome.Refused && _refused.Count(source) is > 0 and var refused)
        {
            Log.Refused(logger, source, refused);
        }
        else if (answer.Outcome == CallbackOutcome.NotReady && _notReady.Count(source) is > 0 and var unread)
        {
            Log.NotReady(logger, source, unread);
        }

        return answer;
    }

    /// <returns>The status to answer.</returns>
    public int RefuseAsTooLarge(string source)
    {
        EventTelemetry.Count(source, TooLarge, Outcomes);
        return StatusCodes.Status413PayloadTooLarge;
    }

    private IPlatformCallback? Find(string source) => _callbacks.GetValueOrDefault(source) ?? made.FindCallback(source);

    private static partial class Log
    {
        [LoggerMessage(EventId = 6401, Level = LogLevel.Warning, Message = "{Source}: {Count} pushed requests were refused: not signed with the secrets of its callback, for another app or firm, or signed more than five minutes ago or ahead. If the platform's console shows errors, compare secrets and clocks.")]
        public static partial void Refused(ILogger logger, string source, long count);

        [LoggerMessage(EventId = 6402, Level = LogLevel.Error, Message = "{Source}: {Count} pushed requests could not be checked: a secret under Callback cannot be read, or is none. Check its files; until then its pulls run by their schedule alone.")]
        public static partial void NotReady(ILogger logger, string source, long count);
    }
}
