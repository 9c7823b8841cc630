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
    private const int MostPairs = 100;
    private static readonly TimeSpan AskEvery = TimeSpan.FromDays(1);

    private readonly Dictionary<string, DateTimeOffset> _asked = new(StringComparer.Ordinal);
    private WeComApi? _archive;

    /// <summary>With which calls the next questions are asked.</summary>
    public void Use(WeComApi archive) => _archive = archive;

    /// <param name="messages">Of a page, mapped.</param>
    public async Task<IReadOnlyList<ConsentChange>> FindAsync(IReadOnlyCollection<ChatMessage> messages, CancellationToken cancellationToken)
    {
        var changes = messages.Select(Said).OfType<ConsentChange>().ToList();
        var due = messages.Select(m => m.Conversation).Where(c => c.Members.Any(IsOutsider)).DistinctBy(c => c.Id, StringComparer.Ordinal)
            .Where(c => !(time.GetUtcNow() - _asked.GetValueOrDefault(c.Id) < AskEvery)).ToList();
        foreach (var pairs in due.Where(c => c.Kind == ConversationKind.Direct).Chunk(MostPairs))
        {
            changes.AddRange(await AskAsync(() => ReadPairsAsync(pairs, cancellationToken)));
        }

        foreach (var room in due.Where(c => c.Kind == ConversationKind.Group))
        {
            changes.AddRange(await AskAsync(() => ReadRoomAsync(room.Id, cancellationToken)));
        }

        due.ForEach(conversation => _asked[conversation.Id] = time.GetUtcNow());
        return changes;
    }

    /// <summary>What the stream says: the sender's own answer.</summary>
    private static ConsentChange? Said(ChatMessage message) => message.NativeType switch
    {
        "agree" => new ConsentChange(message.Conversation.Id, message.Sender.Id, ConsentStanding.Agreed, message.SentAt),
        "disagree" => new ConsentChange(message.Conversation.Id, message.Sender.Id, ConsentStanding.Declined, message.SentAt),
        _ => null,
    };

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
    private async Task<IEnumerable<ConsentChange>> AskAsync(Func<Task<IEnumerable<ConsentChange>>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is WeComApiException or ConnectorException { Kind: ConnectorFailure.Permanent })
        {
            Log.NotTold(logger, options.Source);
            return [];
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1165, Level = LogLevel.Warning, Message = "{Source}: the platform does not tell who agreed to the archiving of a conversation; what the messages themselves say is recorded.")]
        public static partial void NotTold(ILogger logger, string source);
    }
}
