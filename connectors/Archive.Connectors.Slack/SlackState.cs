using Archive.Core.Connectors;

namespace Archive.Connectors.Slack;

/// <summary>The cursor as it stands within a run: what was saved, with the changes of the pages since.</summary>
internal sealed class SlackState(SourceCursor saved)
{
    private const string Walk = "walk";
    private const string Mark = "mark:";
    private const string Known = "known:";

    private readonly Dictionary<string, string> _parts = new(saved.Parts, StringComparer.Ordinal);

    public SlackPosition? Position => SlackPosition.Parse(_parts.GetValueOrDefault(SlackPosition.Part));

    /// <summary>When the last full walk began.</summary>
    public DateTimeOffset? LastWalk =>
        _parts.TryGetValue(Walk, out var text) && DateTimeOffset.TryParse(text, out var time) ? time : null;

    /// <summary>Conversations that a walk or a run has found, with the team under which they are asked for ("" for none).</summary>
    public IEnumerable<KeyValuePair<string, string>> KnownConversations =>
        _parts.Where(p => p.Key.StartsWith(Known, StringComparison.Ordinal)).Select(p => KeyValuePair.Create(p.Key[Known.Length..], p.Value));

    /// <summary>Highest ts of a conversation that is completely read.</summary>
    public SlackTimestamp? MarkOf(string conversation) => SlackTimestamp.Find(_parts.GetValueOrDefault(Mark + conversation));

    public Dictionary<string, string?> Move(SlackPosition position) => Apply(new(StringComparer.Ordinal) { [SlackPosition.Part] = position.ToString() });

    public Dictionary<string, string?> Move(SlackPosition position, IEnumerable<KeyValuePair<string, string>> known)
    {
        var changes = new Dictionary<string, string?>(StringComparer.Ordinal) { [SlackPosition.Part] = position.ToString() };
        foreach (var (id, team) in known)
        {
            changes[Known + id] = team;
        }

        return Apply(changes);
    }

    /// <summary>The conversation is completely read. Its mark never goes back.</summary>
    public Dictionary<string, string?> Complete(SlackPosition position, string conversation, SlackTimestamp? high)
    {
        var changes = new Dictionary<string, string?>(StringComparer.Ordinal) { [SlackPosition.Part] = position.After(conversation).ToString() };
        if (high is { } value && !(MarkOf(conversation) >= value))
        {
            changes[Mark + conversation] = value.ToString();
        }

        return Apply(changes);
    }

    /// <summary>The run is complete.</summary>
    public Dictionary<string, string?> Finish(SlackPosition position)
    {
        var changes = new Dictionary<string, string?>(StringComparer.Ordinal) { [SlackPosition.Part] = null };
        if (position.Full)
        {
            changes[Walk] = position.Started.ToString("O");
        }

        return Apply(changes);
    }

    private Dictionary<string, string?> Apply(Dictionary<string, string?> changes)
    {
        foreach (var (part, value) in changes)
        {
            if (value is null)
            {
                _parts.Remove(part);
            }
            else
            {
                _parts[part] = value;
            }
        }

        return changes;
    }
}
