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
    private const string Hint = "hint:";
    private const string Left = "left:";
    private const string Denied = "denied:";
    private const string Complete = SourceCursor.ReadThroughPart;
    private const string People = "people";

    private readonly CursorParts _parts;

    private static readonly Dictionary<string, DateTimeOffset> Nothing = [];

    // Beside the parts: going through all of them for each chat would take the square of their number.
    private readonly Dictionary<string, SortedDictionary<string, ThreadMark>> _threads = new(StringComparer.Ordinal);

    private readonly Dictionary<string, Dictionary<string, DateTimeOffset>> _hinted = new(StringComparer.Ordinal);

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

        foreach (var (name, _) in _parts.Under(Hint))
        {
            if (name.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && _parts.FindTime(Hint + name) is { } since)
            {
                HintedIn(name[..colon])[name[(colon + 1)..]] = since;
            }
        }
    }

    public CursorParts Parts => _parts;

    public FeishuPosition? Position => FeishuPosition.Parse(_parts.Find(FeishuPosition.Part));

    /// <summary>When the last deep run began.</summary>
    public DateTimeOffset? LastDeep => _parts.FindTime(Deep);

    /// <summary>Up to then a run has handed everything out, and knew whom the platform lists.</summary>
    public DateTimeOffset? LastComplete => _parts.FindTime(Complete);

    /// <summary>When the directory was last read of which a page has told.</summary>
    public DateTimeOffset? LastTold => _parts.FindTime(People);

    /// <summary>Whether the run knows whom the platform lists.</summary>
    public bool KnowsPeople { get; set; }

    /// <summary>Chats that were completely read at least once, or should have been.</summary>
    public IEnumerable<string> KnownChats => _parts.Under(Mark).Select(p => p.Key).Union(DeniedPlaces.Where(p => p.IsChat).Select(p => p.Id), StringComparer.Ordinal);

    /// <summary>Chats that the bot is in and may not read, and threads that it may not.</summary>
    public IReadOnlyList<DeniedPlace> DeniedPlaces =>
        [.. _parts.Under(Denied).Select(p => DeniedPlace.Parse(p.Key, p.Value)).OrderBy(p => p.Id, StringComparer.Ordinal)];

    public bool IsDenied(string chat) => _parts.Find(Denied + chat) is not null;

    public bool IsDenied(string chat, string thread) => _parts.Find(Denied + DeniedPlace.IdOf(chat, thread)) is not null;

    public bool HasLeft(string chat) => _parts.Find(Left + chat) is not null;

    /// <summary>What may be missing of a chat that the bot turns out to be out of, or to be in again; null where nothing was captured of it before, or where it is told already. A run that
    /// read everything has read this one, too, however long nothing was said there.</summary>
    /// <param name="now">When it is found.</param>
    public CaptureGap? FindGap(DateTimeOffset now, string chat, bool isOut)
    {
        var from = isOut ? ReadUpTo(chat) : _parts.FindTime(Left + chat);
        return from < now ? new CaptureGap(from.Value, now, chat) : null;
    }

    /// <summary>Everything of a chat up to this time, in milliseconds, was handed out.</summary>
    public long? MarkOf(string chat) =>
        long.TryParse(_parts.Find(Mark + chat), NumberStyles.None, CultureInfo.InvariantCulture, out var mark) ? mark : _floor;

    /// <summary>The threads of a chat in order of id.</summary>
    public IReadOnlyList<KeyValuePair<string, ThreadMark>> ThreadsOf(string chat) => _threads.TryGetValue(chat, out var threads) ? [.. threads] : [];

    /// <summary>Threads that were not known before; each is read by this run.</summary>
    public Dictionary<string, ThreadMark> Unknown(string chat, IEnumerable<string> threads) =>
        threads.Distinct(StringComparer.Ordinal).Where(id => !ThreadsIn(chat).ContainsKey(id)).ToDictionary(id => id, _ => default(ThreadMark), StringComparer.Ordinal);

    /// <summary>Threads that an event has named lately, with the beginning of the run that followed it: what was said may be shown later than that.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> HintedThreads(string chat) => _hinted.TryGetValue(chat, out var threads) ? threads.ToDictionary() : Nothing;

    /// <summary>The directory is told.</summary>
    public Dictionary<string, string?> Told(DateTimeOffset at) => _parts.Apply(new Dictionary<string, string?>(StringComparer.Ordinal) { [People] = at.ToString("O") });

    /// <summary>Further on in a chat or its threads.</summary>
    /// <param name="verdicts">Of threads that were looked at, beside their marks.</param>
    public Dictionary<string, string?> Move(
        FeishuPosition position, string chat, IEnumerable<KeyValuePair<string, ThreadMark>> threads, ThreadVerdicts? verdicts = null)
    {
        var changes = new Dictionary<string, string?>(StringComparer.Ordinal) { [FeishuPosition.Part] = position.ToString() };
        foreach (var (thread, mark) in threads)
        {
            changes[$"{Thread}{chat}:{thread}"] = mark.ToString();
            ThreadsIn(chat)[thread] = mark;
        }

        foreach (var (thread, reason) in verdicts?.Denied ?? [])
        {
            var part = Denied + DeniedPlace.IdOf(chat, thread);
            changes[part] = reason is null ? null : DeniedPlace.Value(_parts.Find(part), position.Started, reason);
        }

        foreach (var (thread, since) in verdicts?.Hinted ?? [])
        {
            changes[$"{Hint}{chat}:{thread}"] = since?.ToString("O");
            if (since is { } time)
            {
                HintedIn(chat)[thread] = time;
            }
            else
            {
                HintedIn(chat).Remove(thread);
            }
        }

        return _parts.Apply(changes);
    }

    /// <summary>The chat is completely read. Its mark never goes back, and stays behind the run's beginning: the platform may show a message late, and one with
    /// a wrong clock would hide later ones.</summary>
    /// <returns>No changes at all of a quiet chat: reading it again costs less than writing that it was read.</returns>
    public Dictionary<string, string?> Close(FeishuPosition position, string chat, TimeSpan overlap)
    {
        var changes = new Dictionary<string, string?>(StringComparer.Ordinal);
        var high = position.Settled(position.High ?? 0, overlap);
        if (high > (MarkOf(chat) ?? -1))
        {
            changes[Mark + chat] = high.ToString(CultureInfo.InvariantCulture);
        }

        foreach (var trouble in new[] { Left + chat, Denied + chat }.Where(part => _parts.Find(part) is not null))
        {
            changes[trouble] = null;
        }

        if (changes.Count > 0 || Position?.Chat == chat)
        {
            changes[FeishuPosition.Part] = position.After(chat).ToString();
        }

        return _parts.Apply(changes);
    }

    /// <summary>The bot is out of the chat.</summary>
    public Dictionary<string, string?> Leave(FeishuPosition position, string chat, DateTimeOffset now)
    {
        var changes = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [FeishuPosition.Part] = position.ToString(),
            [Left + chat] = _parts.Find(Left + chat) ?? now.ToString("O"),
        };
        foreach (var (denied, _) in _parts.Under(Denied).Where(p => p.Key == chat || p.Key.StartsWith(chat + ':', StringComparison.Ordinal)))
        {
            changes[Denied + denied] = null;
        }

        return _parts.Apply(changes);
    }

    /// <summary>The app may not read the chat. It is remembered, so that no run which goes on from here passes for one that read everything.</summary>
    public Dictionary<string, string?> Deny(FeishuPosition position, string chat, string reason) => _parts.Apply(new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        [Denied + chat] = DeniedPlace.Value(_parts.Find(Denied + chat), position.Started, reason),
        [FeishuPosition.Part] = position.ToString(),
    });

    /// <summary>The run is over. Where it read everything, that counts from the overlap before its beginning on: what was shown late is handed out by the next one.</summary>
    public Dictionary<string, string?> Finish(FeishuPosition position, TimeSpan overlap)
    {
        var changes = new Dictionary<string, string?>(StringComparer.Ordinal) { [FeishuPosition.Part] = null };
        if (position.Deep)
        {
            changes[Deep] = position.Started.ToString("O");
        }

        if (KnowsPeople && DeniedPlaces.Count == 0 && !(position.Started - overlap <= LastComplete))
        {
            changes[Complete] = (position.Started - overlap).ToString("O");
        }

        return _parts.Apply(changes);
    }

    private DateTimeOffset? ReadUpTo(string chat)
    {
        if (HasLeft(chat) || MarkOf(chat) is not (> 0 and var mark))
        {
            return null;
        }

        var newest = DateTimeOffset.FromUnixTimeMilliseconds(mark);
        return LastComplete > newest ? LastComplete : newest;
    }

    private Dictionary<string, DateTimeOffset> HintedIn(string chat) =>
        _hinted.TryGetValue(chat, out var threads) ? threads : _hinted[chat] = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);

    private SortedDictionary<string, ThreadMark> ThreadsIn(string chat) =>
        _threads.TryGetValue(chat, out var threads) ? threads : _threads[chat] = new SortedDictionary<string, ThreadMark>(StringComparer.Ordinal);
}
