using System.Globalization;
using Archive.Connectors.Http;
using Archive.Core.Connectors;

namespace Archive.Connectors.Feishu;

/// <summary>The cursor as it stands within a run. Its methods return the changes of a page.</summary>
internal sealed class FeishuState
{
    private const string Deep = "deep";
    private const string Mark = "mark:";
    private const string Thread = "thread:";
    private const string Left = "left:";

    private readonly CursorParts _parts;

    // Beside the parts: going through all of them for each chat would take the square of their number.
    private readonly Dictionary<string, SortedDictionary<string, ThreadMark>> _threads = new(StringComparer.Ordinal);

    private readonly long? _floor;

    /// <param name="floor">Stands for the mark of a chat that has none, in milliseconds.</param>
    public FeishuState(SourceCursor saved, long? floor = null)
    {
        _floor = floor;
        _parts = new CursorParts(saved);
        foreach (var (name, value) in _parts.Under(Thread))
        {
            if (name.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                ThreadsIn(name[..colon])[name[(colon + 1)..]] = ThreadMark.Parse(value);
            }
        }
    }

    public FeishuPosition? Position => FeishuPosition.Parse(_parts.Find(FeishuPosition.Part));

    /// <summary>When the last deep run began.</summary>
    public DateTimeOffset? LastDeep =>
        DateTimeOffset.TryParse(_parts.Find(Deep), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>Chats that were completely read at least once.</summary>
    public IEnumerable<string> KnownChats => _parts.Under(Mark).Select(p => p.Key);

    public bool HasLeft(string chat) => _parts.Find(Left + chat) is not null;

    /// <summary>Everything of a chat up to this time, in milliseconds, was handed out.</summary>
    public long? MarkOf(string chat) =>
        long.TryParse(_parts.Find(Mark + chat), NumberStyles.None, CultureInfo.InvariantCulture, out var mark) ? mark : _floor;

    /// <summary>The threads of a chat in order of id.</summary>
    public IReadOnlyList<KeyValuePair<string, ThreadMark>> ThreadsOf(string chat) => _threads.TryGetValue(chat, out var threads) ? [.. threads] : [];

    /// <summary>Threads that were not known before; each is read by this run.</summary>
    public Dictionary<string, ThreadMark> Unknown(string chat, IEnumerable<string> threads) =>
        threads.Distinct(StringComparer.Ordinal).Where(id => !ThreadsIn(chat).ContainsKey(id)).ToDictionary(id => id, _ => default(ThreadMark), StringComparer.Ordinal);

    /// <summary>Further on in a chat or its threads.</summary>
    public Dictionary<string, string?> Move(FeishuPosition position, string chat, IEnumerable<KeyValuePair<string, ThreadMark>> threads)
    {
        var changes = new Dictionary<string, string?>(StringComparer.Ordinal) { [FeishuPosition.Part] = position.ToString() };
        foreach (var (thread, mark) in threads)
        {
            changes[$"{Thread}{chat}:{thread}"] = mark.ToString();
            ThreadsIn(chat)[thread] = mark;
        }

        return _parts.Apply(changes);
    }

    /// <summary>The chat is completely read. Its mark never goes back, and stays behind the run's beginning: the platform may show a message late, and one with
    /// a wrong clock would hide later ones.</summary>
    /// <returns>No changes at all of a quiet chat: reading it again costs less than writing that it was read.</returns>
    public Dictionary<string, string?> Complete(FeishuPosition position, string chat, TimeSpan overlap)
    {
        var changes = new Dictionary<string, string?>(StringComparer.Ordinal);
        var high = position.Settled(position.High ?? 0, overlap);
        if (high > (MarkOf(chat) ?? -1))
        {
            changes[Mark + chat] = high.ToString(CultureInfo.InvariantCulture);
        }

        if (HasLeft(chat))
        {
            changes[Left + chat] = null;
        }

        if (changes.Count > 0 || Position?.Chat == chat)
        {
            changes[FeishuPosition.Part] = position.After(chat).ToString();
        }

        return _parts.Apply(changes);
    }

    /// <summary>The bot is out of these chats.</summary>
    public Dictionary<string, string?> Leave(FeishuPosition position, IEnumerable<string> chats)
    {
        var changes = chats.ToDictionary(chat => Left + chat, string? (_) => position.Started.ToString("O"), StringComparer.Ordinal);
        changes[FeishuPosition.Part] = position.ToString();
        return _parts.Apply(changes);
    }

    /// <summary>The run is complete.</summary>
    public Dictionary<string, string?> Finish(FeishuPosition position)
    {
        var changes = new Dictionary<string, string?>(StringComparer.Ordinal) { [FeishuPosition.Part] = null };
        if (position.Deep)
        {
            changes[Deep] = position.Started.ToString("O");
        }

        return _parts.Apply(changes);
    }

    private SortedDictionary<string, ThreadMark> ThreadsIn(string chat) =>
        _threads.TryGetValue(chat, out var threads) ? threads : _threads[chat] = new SortedDictionary<string, ThreadMark>(StringComparer.Ordinal);
}
