using System.Text.Json;
using Archive.Connectors.Http;
using Archive.Connectors.WeCom.Api;
using Archive.Connectors.WeCom.Wire;
using Archive.Core.Connectors;
using Archive.Core.Messages;
using Microsoft.Extensions.Logging;

namespace Archive.Connectors.WeCom;

/// <summary>Looks up what people and rooms are called, each once. A name that the platform does not tell is no reason to lose a message: the id stands for it.
/// Not safe for concurrent callers.</summary>
internal sealed partial class Names(People people, Conversations conversations, WeComOptions options, ILogger logger)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private WeComApi? _archive;
    private WeComApi? _customers;
    private bool _isTired;

    /// <summary>With which calls the look-ups of a run are made; a changed secret takes effect with each run.</summary>
    public void Use(WeComApi archive, WeComApi? customers) => (_archive, _customers, _isTired) = (archive, customers, false);

    public async Task LearnAsync(IEnumerable<OpenedMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages.Select(m => m.Content).OfType<JsonElement>())
        {
            if (LenientJson.Text(message, "roomid") is { Length: > 0 } room && !_isTired && _asked.Add(room))
            {
                await AskAsync(() => LearnRoomAsync(room, cancellationToken), room);
            }

            string?[] ids = [LenientJson.Text(message, "from"), .. LenientJson.Elements(LenientJson.Child(message, "tolist")).Select(id => id.ValueKind == JsonValueKind.String ? id.GetString() : null)];
            foreach (var id in ids.OfType<string>().Where(id => id.Length > 0 && !people.HasName(id) && people.KindOf(id) != ParticipantKind.Member && !_isTired && _asked.Add(id)))
            {
                await AskAsync(() => people.KindOf(id) == ParticipantKind.Bot ? LearnRobotAsync(id, cancellationToken) : LearnContactAsync(id, cancellationToken), id);
            }
        }
    }

    private async Task LearnRoomAsync(string room, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await _archive!.PostAsync("msgaudit/groupchat/get", new { roomid = room }, cancellationToken); // set before each run
            conversations.AddName(room, LenientJson.Text(reply.Json, "roomname"));
        }
        catch (Exception e) when (_customers is not null && e is WeComApiException or ConnectorException { Kind: ConnectorFailure.Permanent })
        {
            // Internal rooms are told by one method, those with outsiders by another.
            var reply = await _customers!.PostAsync("externalcontact/groupchat/get", new { chat_id = room }, cancellationToken);
            conversations.AddName(room, LenientJson.Text(LenientJson.Child(reply.Json, "group_chat"), "name"));
        }
    }

    private async Task LearnRobotAsync(string id, CancellationToken cancellationToken)
    {
        var reply = await _archive!.GetAsync("msgaudit/get_robot_info", [("robot_id", id)], cancellationToken); // set before each run
        people.AddName(id, LenientJson.Text(LenientJson.Child(reply.Json, "data"), "name"));
    }

    private async Task LearnContactAsync(string id, CancellationToken cancellationToken)
    {
        if (_customers is not null)
        {
            var reply = await _customers.GetAsync("externalcontact/get", [("external_userid", id)], cancellationToken);
            people.AddName(id, LenientJson.Text(LenientJson.Child(reply.Json, "external_contact"), "name"));
        }
    }

    private async Task AskAsync(Func<Task> ask, string id)
    {
        try
        {
            await ask();
        }
        catch (ConnectorException e) when (e.Kind is ConnectorFailure.Transient or ConnectorFailure.Throttled)
        {
            // Each look-up has been tried for minutes by then, and messages wait: the next run asks for the names.
            _isTired = true;
            _asked.Remove(id);
            Log.Tired(logger, options.Source, e.Kind);
        }
        catch (Exception e) when (e is WeComApiException or ConnectorException)
        {
            Log.NotTold(logger, options.Source, id);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1163, Level = LogLevel.Debug, Message = "{Source}: the platform does not tell what {Id} is called.")]
        public static partial void NotTold(ILogger logger, string source, string id);

        [LoggerMessage(EventId = 1167, Level = LogLevel.Warning, Message = "{Source}: the platform does not tell names now ({Kind}), so ids stand for them until the next run.")]
        public static partial void Tired(ILogger logger, string source, ConnectorFailure kind);
    }
}
