using System.Text.Json;
using Archive.Connectors.Feishu.Wire;
using Archive.Connectors.Http;
using Archive.Core.Connectors;
using Microsoft.Extensions.Logging;

namespace Archive.Connectors.Feishu.Directory;

/// <summary>Looks up people of whom neither a member list nor a message told enough, each once a run. Names are a comfort: without the scope for them a run
/// goes on.</summary>
internal sealed partial class NameLookup(FeishuApi api, FeishuOptions options, ILogger logger)
{
    private const string Method = "contact/v3/users/batch";

    // The most that the platform takes in one call.
    private const int MostAtOnce = 50;

    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private bool _denied;

    public FeishuPeople People { get; } = new();

    public Task LearnAsync(IEnumerable<FeishuMessage?> messages, CancellationToken cancellationToken) =>
        LearnAsync(messages.Select(m => m?.Sender).Where(s => s is { SenderType: "user", Id.Length: > 0 }).Select(s => s!.Id!), cancellationToken); // filtered just before

    public async Task LearnAsync(IEnumerable<string> accounts, CancellationToken cancellationToken)
    {
        string[] unknown = [.. accounts.Where(id => !People.Knows(id) && _asked.Add(id))];
        foreach (var ids in unknown.Chunk(MostAtOnce))
        {
            if (!_denied)
            {
                await AskAsync(ids, cancellationToken);
            }
        }
    }

    private async Task AskAsync(string[] ids, CancellationToken cancellationToken)
    {
        try
        {
            (string, string?)[] arguments = [("user_id_type", "open_id"), .. ids.Select(id => ("user_ids", (string?)id))];
            var answer = await api.CallAsync(Method, Method, arguments, cancellationToken);
            foreach (var element in LenientJson.Elements(LenientJson.Child(answer.Data, "items")))
            {
                if (element.Deserialize(FeishuWire.Default.FeishuUser) is { } user)
                {
                    People.Add(user);
                }
            }
        }
        catch (FeishuApiException e)
        {
            _denied = true;
            Log.NamesAreMissing(logger, options.Source, e.Code);
        }
        catch (ConnectorException e) when (e.Kind is ConnectorFailure.Permanent)
        {
            // The directory has codes of its own, for people outside the app's range among others.
            _denied = true;
            Log.NamesAreMissing(logger, options.Source, 0);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1142, Level = LogLevel.Warning, Message = "{Source}: names of senders cannot be looked up (code {Code}); those that left their chats appear by id. Add the scope contact:user.base:readonly.")]
        public static partial void NamesAreMissing(ILogger logger, string source, int code);
    }
}
