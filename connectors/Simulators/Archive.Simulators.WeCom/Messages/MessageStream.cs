using Archive.Simulators.Corpus;
using Archive.Simulators.Hosting;
using Archive.Simulators.WeCom.Faults;
using Archive.Simulators.WeCom.Organisation;

namespace Archive.Simulators.WeCom.Messages;

/// <param name="Appears">When it comes into the stream, in corpus time.</param>
/// <param name="Fault">What has befallen it. Of a message that is there twice the second one has it.</param>
internal sealed record StreamEntry(ulong Seq, DateTimeOffset Appears, SentMessage Message, StreamFaultKind? Fault);

/// <summary>Everything that is archived, in the order of its sequence numbers. Immutable.</summary>
internal sealed class MessageStream
{
    private static readonly TimeSpan RepeatedAfter = TimeSpan.FromSeconds(30);
    private readonly StreamEntry[] _entries;
    private readonly Dictionary<string, (Media Media, SentMessage Message)> _media = new(StringComparer.Ordinal);

    /// <param name="messages">All that were sent, in order of time.</param>
    public MessageStream(IEnumerable<SentMessage> messages, Corporation corporation, WeComSimulatorOptions options)
    {
        SentMessage[] archived = [.. messages.Where(m => IsArchived(m, corporation))];
        var faults = options.StreamFaults;
        var waiting = new List<(DateTimeOffset Appears, int Place, SentMessage Message, StreamFaultKind? Fault)>(archived.Length);
        for (var i = 0; i < archived.Length; i++)
        {
            var (message, fault) = (archived[i], faults.For(i + 1));
            switch (fault)
            {
                case StreamFaultKind.Dropped:
                    HeldBack.Add(message);
                    continue;
                case StreamFaultKind.Duplicated:
                    waiting.Add((message.Time, 2 * i, message, null));
                    waiting.Add((message.Time + RepeatedAfter, 2 * i, message, fault));
                    break;
                case StreamFaultKind.Delayed:
                    waiting.Add((message.Time + options.StreamDelay, 2 * i, message, fault));
                    break;
                case StreamFaultKind.Reordered when i + 1 < archived.Length:
                    waiting.Add((archived[i + 1].Time, (2 * (i + 1)) + 1, message, fault));
                    break;
                default:
                    waiting.Add((message.Time, 2 * i, message, null));
                    break;
            }
        }

        _entries = [.. Number(waiting.OrderBy(w => w.Appears).ThenBy(w => w.Place), options.FirstSeq)];
        foreach (var message in archived)
        {
            foreach (var media in message.Media)
            {
                _media.TryAdd(media.Id, (media, message));
            }
        }
    }

    public IReadOnlyList<StreamEntry> Entries => _entries;

    /// <summary>Messages that never come.</summary>
    public List<SentMessage> HeldBack { get; } = [];

    public (Media Media, SentMessage Message)? FindMedia(string id) => _media.TryGetValue(id, out var found) ? found : null;

    /// <summary>What follows a sequence number, within a window that ends at a moment.</summary>
    /// <param name="oldest">Null for no window.</param>
    public ReadOnlySpan<StreamEntry> After(ulong seq, int limit, DateTimeOffset? oldest, DateTimeOffset now)
    {
        var start = FirstIndex(e => e.Seq > seq && (oldest is null || e.Appears >= oldest));
        var end = FirstIndex(e => e.Appears > now);
        return start < end ? _entries.AsSpan(start, Math.Min(limit, end - start)) : [];
    }

    /// <summary>Index of the first entry that is so; those after it are too, because numbers and times both rise.</summary>
    private int FirstIndex(Func<StreamEntry, bool> isSo)
    {
        var (low, high) = (0, _entries.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = isSo(_entries[middle]) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <summary>Numbers rise with holes: whether they have any is not documented, and a client must bear both.</summary>
    private static IEnumerable<StreamEntry> Number(
        IEnumerable<(DateTimeOffset Appears, int Place, SentMessage Message, StreamFaultKind? Fault)> waiting, ulong first)
    {
        var seq = first;
        foreach (var (appears, _, message, fault) in waiting)
        {
            seq = checked(seq + 1 + (message.Draws(4, "hole") ? 1 + (StableHash.Of(message.Key, "holes") % 5) : 0));
            yield return new StreamEntry(seq, appears, message, fault);
        }
    }

    /// <summary>Somebody with a seat takes part, and everybody from outside has agreed. Answers to the question itself need no consent.</summary>
    private static bool IsArchived(SentMessage message, Corporation corporation)
    {
        var seats = corporation.Seats.At(message.Time);
        if (message.Form == MessageForm.Switch)
        {
            return seats.Contains(message.Sender);
        }

        var heard = seats.Contains(message.Sender) || message.Room.PresentAt(message.Time).Any(seats.Contains);
        return heard
            && (message.Form is MessageForm.Agree or MessageForm.Disagree || message.Room.AllAgreed(message.Sender, message.Time))
            && (message.Revoked is not { } revoked || IsArchived(revoked, corporation));
    }
}
