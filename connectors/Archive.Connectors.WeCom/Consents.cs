using System.Globalization;
using System.Text.Json;
using Archive.Connectors.Http;
using Archive.Connectors.WeCom.Api;
using Archive.Core.Connectors;
using Archive.Core.Consent;
using Archive.Core.Messages;
using Microsoft.Extensions.Logging;

namespace Archive.Connectors.WeCom;

/// <summary>What external contacts have said to the archiving of their conversations: in the stream itself, and as the platform's own calls tell it, once a day for
/// each conversation that something is said in. Not safe for concurrent callers.</summary>
internal sealed partial class Consents(WeComOptions options, TimeProvider time, ILogger logger)
{
    private const string Agree = "agree";
    private const string Disagree = "disagree";
    private const int MostPairs = 100;
    private static readonly TimeSpan AskEvery = TimeSpan.FromDays(1);

    private readonly Dictionary<string, (DateTimeOffset At, ulong With)> _asked = new(StringComparer.Ordinal);
    private WeComApi? _archive;
    private bool _isTired;

    /// <summary>With which calls the next questions are asked.</summary>
    public void Use(WeComApi archive) => _archive = archive;

    /// <summary>A run has begun. Answers that came with messages which were not stored then are asked for again.</summary>
    /// <param name="sequence">Up to which messages, and what was told with them, are stored.</param>
    public void Begin(ulong sequence)
    {
        _isTired = false;
        foreach (var lost in _asked.Where(a => a.Value.With > sequence).Select(a => a.Key).ToList())
        {
            _asked.Remove(lost);
        }
    }

    /// <param name="messages">Of a page: as they came, and mapped.</param>
    /// <param name="last">Number of the last of them.</param>
    public async Task<IReadOnlyList<ConsentChange>> FindAsync(
        IReadOnlyCollection<(JsonElement Content, ChatMessage Message)> messages, ulong last, CancellationToken cancellationToken)
    {
        var changes = messages.Select(m => Said(m.Content, m.Message)).OfType<ConsentChange>().ToList();
        var due = messages.Select(m => m.Message.Conversation).Where(c => c.Members.Any(IsOutsider)).DistinctBy(c => c.Id, StringComparer.Ordinal)
            .Where(c => !(time.GetUtcNow() - _asked.GetValueOrDefault(c.Id).At < AskEvery)).ToList();
        foreach (var pairs in due.Where(c => c.Kind == ConversationKind.Direct).Chunk(MostPairs))
        {
            changes.AddRange(await AskAsync(pairs, last, () => ReadPairsAsync(pairs, cancellationToken)));
        }

        foreach (var room in due.Where(c => c.Kind == ConversationKind.Group))
        {
            changes.AddRange(await AskAsync([room], last, () => ReadRoomAsync(room.Id, cancellationToken)));
        }

        return changes;
    }

    /// <summary>What the stream says. Who answered and when stands in the body; the message is sent by either side of the conversation. Where the body does not tell, it was its sender,
    /// then.</summary>
    internal static ConsentChange? Said(JsonElement content, ChatMessage message)
    {
        ConsentStanding? standing = message.NativeType switch { Agree => ConsentStanding.Agreed, Disagree => ConsentStanding.Declined, _ => null };
        if (standing is not { } said)
        {
            return null;
        }

        var (who, at) = AnswerIn(content, message.NativeType!); // the switch knew it
        return new ConsentChange(message.Conversation.Id, who ?? message.Sender.Id, said, at ?? message.SentAt);
    }

    /// <summary>Of the body what is of the documented form.</summary>
    private static (string? Who, DateTimeOffset? At) AnswerIn(JsonElement content, string type)
    {
        try
        {
            // Some clients write a refusal under the name of its opposite.
            var body = LenientJson.Child(content, type) is { ValueKind: JsonValueKind.Object } own ? own : LenientJson.Child(content, Agree);
            var stated = LenientJson.Scalar(body, $"{type}_time") ?? LenientJson.Scalar(body, $"{Agree}_time");
            return (
                LenientJson.Text(body, "userid") is { Length: > 0 } who ? who : null,
                long.TryParse(stated, NumberStyles.None, CultureInfo.InvariantCulture, out var time) ? WeComTime.Read(time) : null);
        }
        catch (InvalidOperationException)
        {
            return default; // text that is no text
        }
    }

    private static bool IsOutsider(Participant member) => member.Kind == ParticipantKind.External;

    private async Task<IEnumerable<ConsentChange>> ReadPairsAsync(Conversation[] conversations, CancellationToken cancellationToken)
    {
        var pairs = conversations.SelectMany(c => c.Members.Where(IsOutsider).SelectMany(
            outsider => c.Members.Where(m => m.Kind == ParticipantKind.Member).Select(member => new Dictionary<string, string> { ["userid"] = member.Id, ["exteranalopenid"] = outsider.Id })));
        var reply = await _archive!.PostAsync("msgaudit/check_single_agree", new { info = pairs.ToArray() }, cancellationToken); // set before each run
        return Read(reply.Json, info => LenientJson.Text(info, "userid") is { Length: > 0 } member && LenientJson.Text(info, "exteranalopenid") is { Length: > 0 } outsider
            ? Conversations.IdOf([member, outsider]) : null);
    }

    private async Task<IEnumerable<ConsentChange>> ReadRoomAsync(string room, CancellationToken cancellationToken)
    {
        var reply = await _archive!.PostAsync("msgaudit/check_room_agree", new { roomid = room }, cancellationToken); // set before each run
        return Read(reply.Json, _ => room);
    }

    /// <param name="conversation">In which it was said; null where the entry does not tell.</param>
    private static IEnumerable<ConsentChange> Read(JsonElement answer, Func<JsonElement, string?> conversation) =>
        LenientJson.Elements(LenientJson.Child(answer, "agreeinfo")).Select(info => Find(info, conversation(info))).OfType<ConsentChange>();

    /// <returns>Null when it is not of the documented form.</returns>
    private static ConsentChange? Find(JsonElement info, string? conversation)
    {
        var standing = LenientJson.Text(info, "agree_status") switch
        {
            "Agree" => ConsentStanding.Agreed,
            "Disagree" => ConsentStanding.Declined,
            "Default_Agree" => ConsentStanding.Default,
            _ => (ConsentStanding?)null,
        };
        return standing is { } said && conversation is not null && LenientJson.Text(info, "exteranalopenid") is { Length: > 0 } outsider
            && long.TryParse(LenientJson.Scalar(info, "status_change_time"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && WeComTime.Read(seconds) is { } at
                ? new ConsentChange(conversation, outsider, said, at) : null;
    }

    /// <summary>Without the answer the stream tells of changes, and the platform gives out nothing of those who did not agree.</summary>
    private async Task<IEnumerable<ConsentChange>> AskAsync(Conversation[] about, ulong last, Func<Task<IEnumerable<ConsentChange>>> ask)
    {
        if (_isTired)
        {
            return [];
        }

        IEnumerable<ConsentChange> answer = [];
        try
        {
            answer = await ask();
        }
        catch (Exception e) when (e is WeComApiException or ConnectorException)
        {
            Log.NotTold(logger, options.Source);
            if (e is ConnectorException { Kind: ConnectorFailure.Transient or ConnectorFailure.Throttled })
            {
                _isTired = true; // messages wait meanwhile; it is asked again with the next run in which something is said
                return [];
            }
        }

        foreach (var conversation in about)
        {
            _asked[conversation.Id] = (time.GetUtcNow(), last);
        }

        return answer;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1165, Level = LogLevel.Warning, Message = "{Source}: the platform does not tell who agreed to the archiving of a conversation; what the messages themselves say is recorded.")]
        public static partial void NotTold(ILogger logger, string source);
    }
}
