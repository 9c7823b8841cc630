using Archive.Connectors.Http;
using Archive.Core.Connectors;

namespace Archive.Connectors.Slack;

/// <summary>The cursor as it stands within a run: what was saved, with the changes of the pages since.</summary>
/// <param name="floor">Stands for the mark of a conversation that has none.</param>
internal sealed class SlackState(SourceCursor saved, SlackTimestamp? floor = null)
{
    private const string Walk = "walk";
    private const string Mark = "mark:";
    private const string Known = "known:";

    private readonly CursorParts _parts = new(saved);

    public SlackPosition? Position => SlackPosition.Parse(_parts.Find(SlackPosition.Part));

    /// <summary>When the last full walk began.</summary>
    public DateTimeOffset? LastWalk =>
        _parts.TryFind(Walk, out var text) && DateTimeOffset.TryParse(text, out var time) ? time : null;

    /// <summary>Conversations that a walk or a run has found, with the team under which they are asked for ("" for none).</summary>
    public IEnumerable<KeyValuePair<string, string>> KnownConversations => _parts.Under(Known);

    /// <summary>Highest ts of a conversation that is completely read.</summary>
    public SlackTimestamp? MarkOf(string conversation) => SlackTimestamp.Find(_parts.Find(Mark + conversation)) ?? floor;

    public Dictionary<string, string?> Move(SlackPosition position) => _parts.Apply(new(StringComparer.Ordinal) { [SlackPosition.Part] = position.ToString() });

    public Dictionary<string, string?> Move(SlackPosition position, IEnumerable<KeyValuePair<string, string>> known)
    {
        var changes = new Dictionary<string, string?>(StringComparer.Ordinal) { [SlackPosition.Part] = position.ToString() };
        foreach (var (id, team) in known)
        {
            changes[Known + id] = team;
        }

        return _parts.Apply(changes);
    }

    /// <summary>The conversation is completely read. Its mark never goes back.</summary>
    public Dictionary<string, string?> Complete(SlackPosition position, string conversation, SlackTimestamp? high)
    {
        var changes = new Dictionary<string, string?>(StringComparer.Ordinal) { [SlackPosition.Part] = position.After(conversation).ToString() };
        if (high is { } value && !(MarkOf(conversation) >= value))
        {
            changes[Mark + conversation] = value.ToString();
        }

        return _parts.Apply(changes);
    }

    /// <summary>The run is complete.</summary>
    public Dictionary<string, string?> Finish(SlackPosition position)
    {
        var changes = new Dictionary<string, string?>(StringComparer.Ordinal) { [SlackPosition.Part] = null };
        if (position.Full)
        {
            changes[Walk] = position.Started.ToString("O");
        }

        return _parts.Apply(changes);
    }
}
