using System.IO.Compression;
using System.Text.Json;
using Archive.Connectors.Slack.Directory;
using Archive.Connectors.Slack.Wire;
using Archive.Core.Messages;

namespace Archive.Connectors.Slack.Export;

/// <summary>People and conversations of an export. Index files may lie in any folder, as those of an organisation do; a folder of messages
/// belongs to the nearest index above it that names it, by name or by id.</summary>
internal sealed class ExportIndex
{
    private readonly Dictionary<string, (SlackChannel Channel, ConversationKind Kind)> _byFolder = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Conversation> _made = new(StringComparer.Ordinal);
    private readonly SlackDirectory _directory;

    private ExportIndex(SlackDirectory directory) => _directory = directory;

    public SlackDirectory Directory => _directory;

    /// <summary>True when the archive holds at least one index file of an export.</summary>
    public bool IsExport { get; private set; }

    public static async Task<ExportIndex> ReadAsync(ExportArchive archive, IEnumerable<string> ownTeams, CancellationToken cancellationToken)
    {
        var users = new List<SlackUser>();
        foreach (var entry in archive.Entries.Where(e => e.Name is "users.json" or "org_users.json"))
        {
            await foreach (var element in ElementsAsync(archive, entry, cancellationToken))
            {
                if (element.Deserialize(SlackJson.Default.SlackUser) is { } user)
                {
                    users.Add(user);
                }
            }
        }

        var own = ownTeams.ToList();
        var index = new ExportIndex(new SlackDirectory(own.Count > 0 ? own : Own(users))) { IsExport = users.Count > 0 };
        var hasTeams = users.Exists(u => !string.IsNullOrEmpty(u.TeamId));
        foreach (var user in users)
        {
            // Exports of the first years name no team at all: everybody in them is of the one workspace.
            index.Directory.Add(hasTeams || own.Count > 0 ? user : user with { TeamId = OnlyTeam });
        }

        foreach (var entry in archive.Entries)
        {
            if (KindOf(entry.Name) is { } kind)
            {
                index.IsExport = true;
                await foreach (var element in ElementsAsync(archive, entry, cancellationToken))
                {
                    index.Add(entry, kind, element.Deserialize(SlackJson.Default.SlackChannel));
                }
            }
        }

        return index;
    }

    /// <summary>The conversation of a folder; one that no index names keeps the folder's name.</summary>
    public Conversation Of(string folder)
    {
        if (_made.TryGetValue(folder, out var made))
        {
            return made;
        }

        var name = folder[(folder.LastIndexOf('/') + 1)..];
        var conversation = Find(folder, name) is var (channel, kind)
            ? SlackConversations.Make(channel.Id!, channel.Name, kind, (channel.Members ?? []).OfType<string>(), _directory) // Add takes those with an id only
            : new Conversation(name, name, ConversationKind.Unknown, []);
        _made[folder] = conversation;
        return conversation;
    }

    public static IAsyncEnumerable<JsonElement> ElementsAsync(ExportArchive archive, ZipArchiveEntry entry, CancellationToken cancellationToken) =>
        ElementsAsync(() => archive.Read(entry), cancellationToken);

    private const string OnlyTeam = "(the exported workspace)";

    private static async IAsyncEnumerable<JsonElement> ElementsAsync(
        Func<Stream> open, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = open();
        await foreach (var element in JsonSerializer.DeserializeAsyncEnumerable(stream, SlackJson.Default.JsonElement, cancellationToken))
        {
            yield return element;
        }
    }

    private static ConversationKind? KindOf(string name) => name switch
    {
        "channels.json" => ConversationKind.Channel,
        "groups.json" => ConversationKind.PrivateChannel,
        "mpims.json" => ConversationKind.Group,
        "dms.json" => ConversationKind.Direct,
        _ => null,
    };

    private static IEnumerable<string> Own(List<SlackUser> users)
    {
        var owner = users.Find(u => u.IsPrimaryOwner && !string.IsNullOrEmpty(u.TeamId))?.TeamId;
        var most = users.Where(u => !string.IsNullOrEmpty(u.TeamId)).GroupBy(u => u.TeamId, StringComparer.Ordinal)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).FirstOrDefault()?.Key;
        return [owner ?? most ?? OnlyTeam];
    }

    private void Add(ZipArchiveEntry entry, ConversationKind kind, SlackChannel? channel)
    {
        if (channel?.Id is not { Length: > 0 } id)
        {
            return;
        }

        var above = entry.FullName[..^entry.Name.Length];
        _byFolder[above + id] = (channel, kind);
        if (!string.IsNullOrEmpty(channel.Name))
        {
            // A channel that was renamed may have left its name to another: the first one keeps the folder, ids always win.
            _byFolder.TryAdd(above + channel.Name, (channel, kind));
            _directory.AddChannel(id, channel.Name);
        }
    }

    private (SlackChannel Channel, ConversationKind Kind)? Find(string folder, string name)
    {
        for (var at = folder.LastIndexOf('/'); ; at = folder.LastIndexOf('/', at - 1))
        {
            if (_byFolder.TryGetValue(folder[..(at + 1)] + name, out var found))
            {
                return found;
            }

            if (at <= 0)
            {
                return _byFolder.TryGetValue(name, out var top) ? top : null;
            }
        }
    }
}
