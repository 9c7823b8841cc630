using System.Globalization;
using Archive.Connectors.Http;
using Archive.Core.Connectors;

namespace Archive.Connectors.Slack;

/// <summary>The cursor as it stands within a run: what was saved, with the changes of the pages since.</summary>
/// <param name="floor">Stands for the mark of a conversation that has none.</param>
internal sealed class SlackState(SourceCursor saved, SlackTimestamp? floor = null)
{
    private const string Walk = "walk";
    private const string CompletePart = SourceCursor.ReadThroughPart;
    private const string Mark = "mark:";
    private const string Known = "known:";
    private const string Left = "left:";

    private readonly CursorParts _parts = new(saved);

    public CursorParts Parts => _parts;

    public SlackPosition? Position => SlackPosition.Parse(_parts.Find(SlackPosition.Part));

    /// <summary>When the last full walk began.</summary>
    public DateTimeOffset? LastWalk => _parts.FindTime(Walk);

    /// <summary>When the accounts were listed before, as far as the cursor knows: at the beginning of the run that is half-way, else of the last one that read
    /// everything up to its end; null before the first. A run that goes on does not claim to have read everything: whoever is new since its beginning was not
    /// listed then, and that is all that this says.</summary>
    public DateTimeOffset? ListedBefore => Position?.Started ?? _parts.FindTime(CompletePart);

    /// <summary>Conversations that a walk or a run has found, with the team under which they are asked for ("" for none).</summary>
    public IEnumerable<KeyValuePair<string, string>> KnownConversations => _parts.Under(Known);

    /// <summary>Conversations of which something was captured.</summary>
    public IEnumerable<string> CapturedConversations => _parts.Under(Mark).Select(p => p.Key);

    public bool HasLeft(string conversation) => _parts.Find(Left + conversation) is not null;

    /// <summary>What may be missing of a conversation that the app is found out of, or in again; null where nothing was captured of it before, or where it is told already. A run that
    /// read everything has read this one up to its beginning, however long nothing was said there.</summary>
    /// <param name="now">When it is found.</param>
    public CaptureGap? FindGap(string conversation, DateTimeOffset now, bool isOut)
    {
        var from = isOut ? ReadUpTo(conversation) : _parts.FindTime(Left + conversation);
        return from < now ? new CaptureGap(from.Value, now, conversation) : null;
    }

    /// <summary>The app is out of the conversation.</summary>
    public Dictionary<string, string?> Leave(SlackPosition position, string conversation, DateTimeOffset now) => _parts.Apply(new(StringComparer.Ordinal)
    {
        [SlackPosition.Part] = position.ToString(),
        [Left + conversation] = _parts.Find(Left + conversation) ?? now.ToString("O", CultureInfo.InvariantCulture),
    });

    /// <summary>It is in the conversation again. The mark stands where it stood: what was said meanwhile is read as far as the platform gives it out.</summary>
    public Dictionary<string, string?> Return(string conversation) => _parts.Apply(new(StringComparer.Ordinal) { [Left + conversation] = null });

    /// <summary>Highest ts of a conversation that is completely read.</summary>
    public SlackTimestamp? MarkOf(string conversation) => SlackTimestamp.Find(_parts.Find(Mark + conversation)) ?? floor;

    /// <summary>The accounts are listed and the run has begun; nothing to change for one that goes on. Kept before anything is read: a run that is killed early
    /// has listed the accounts all the same.</summary>
    public Dictionary<string, string?> Begin(SlackPosition position) => Position is null ? Move(position) : [];

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

    /// <returns>Null where nothing was captured, or the app was found out of it.</returns>
    private DateTimeOffset? ReadUpTo(string conversation) =>
        HasLeft(conversation) || SlackTimestamp.Find(_parts.Find(Mark + conversation)) is not { } mark ? null
        : _parts.FindTime(CompletePart) is { } complete && complete > mark.Time ? complete : mark.Time;

    /// <summary>The run is complete.</summary>
    public Dictionary<string, string?> Finish(SlackPosition position)
    {
        var started = position.Started.ToString("O", CultureInfo.InvariantCulture);
        var changes = new Dictionary<string, string?>(StringComparer.Ordinal) { [SlackPosition.Part] = null, [CompletePart] = started };
        if (position.Full)
        {
            changes[Walk] = started;
        }

        return _parts.Apply(changes);
    }
}
