using System.Globalization;
using Archive.Connectors.Http;
using Archive.Core.Connectors;

namespace Archive.Connectors.WeCom;

/// <summary>The cursor as it stands within a run. Its methods return the changes of a page.</summary>
internal sealed class WeComState(SourceCursor saved)
{
    private const string SequencePart = "seq";
    private const string CompletePart = SourceCursor.ReadThroughPart;
    private const string FirstPart = "first";
    private const string DirectoryPart = "directory";
    private const string Files = "files:";
    private const string Fits = "fits:";

    private readonly CursorParts _parts = new(saved);

    /// <summary>Everything up to this number was handed out; 0 before the first.</summary>
    public ulong Sequence => ulong.TryParse(_parts.Find(SequencePart), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : 0;

    /// <summary>Beginning of the last run that reached the end of the stream.</summary>
    public DateTimeOffset? Complete => _parts.FindTime(CompletePart);

    /// <summary>When the directory that is in the register was read.</summary>
    public DateTimeOffset? DirectoryRead => _parts.FindTime(DirectoryPart);

    /// <summary>Names of keys that have opened something.</summary>
    public IEnumerable<string> FittingKeys => _parts.Under(Fits).Select(p => $"{p.Key}:{p.Value}");

    /// <summary>Messages whose files could not all be fetched yet.</summary>
    public IReadOnlyList<UnfetchedFiles> MissingFiles =>
    [
        .. _parts.Under(Files)
            .Select(p => UnfetchedFiles.Read(ulong.TryParse(p.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : 0, p.Value))
            .Where(f => f.Sequence > 0).OrderBy(f => f.Sequence),
    ];

    /// <summary>Before the first run that reaches the end, what is lost is counted from the first that began.</summary>
    private DateTimeOffset? First => _parts.FindTime(FirstPart);

    /// <summary>A run has begun.</summary>
    /// <param name="directory">When the directory was read that goes with this page; null where none does.</param>
    public Dictionary<string, string?> Begin(DateTimeOffset started, DateTimeOffset? directory)
    {
        var changes = new Dictionary<string, string?>(StringComparer.Ordinal);
        if ((Complete ?? First) is null)
        {
            changes[FirstPart] = Text(started);
        }

        if (directory is { } read)
        {
            changes[DirectoryPart] = Text(read);
        }

        return _parts.Apply(changes);
    }

    /// <summary>Messages of a page that have files to be asked for again. Belongs to that very page: what is stored without its files is not to be forgotten.</summary>
    public Dictionary<string, string?> Miss(IEnumerable<ulong> messages, DateTimeOffset now) => _parts.Apply(
        messages.Distinct().Select(Name).Where(name => _parts.Find(name) is null).ToDictionary(name => name, string? (_) => UnfetchedFiles.Write(now, now), StringComparer.Ordinal));

    /// <param name="fittingKeys">Of the keys that there are, those that have opened something by now; one a version.</param>
    public Dictionary<string, string?> Move(ulong sequence, IEnumerable<string> fittingKeys)
    {
        var changes = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [SequencePart] = Math.Max(sequence, Sequence).ToString(CultureInfo.InvariantCulture),
        };
        foreach (var key in fittingKeys.Except(FittingKeys).Select(name => name.Split(':')))
        {
            changes[Fits + key[0]] = key[1];
        }

        return _parts.Apply(changes);
    }

    /// <summary>The files of a message were fetched, or are out of reach for good.</summary>
    public Dictionary<string, string?> Settle(UnfetchedFiles files) => Set(Name(files.Sequence), null);

    /// <summary>They were asked for in vain once more.</summary>
    public Dictionary<string, string?> Try(UnfetchedFiles files, DateTimeOffset now) => Set(Name(files.Sequence), UnfetchedFiles.Write(files.First ?? now, now));

    /// <summary>What the platform no longer gives out since the last run that reached the end; null where nothing was missed.</summary>
    public CaptureGap? FindGap(DateTimeOffset started) =>
        (Complete ?? First) is { } covered && started - WeComOptions.Window is var oldest && covered < oldest ? new CaptureGap(covered, oldest) : null;

    /// <summary>A gap was recorded: the next one begins where it ends.</summary>
    public Dictionary<string, string?> Record(CaptureGap gap) => Complete is null ? Set(FirstPart, Text(gap.To)) : Finish(gap.To);

    /// <summary>Everything that the platform had when a run began was handed out.</summary>
    public Dictionary<string, string?> Finish(DateTimeOffset started) => Set(CompletePart, Text(started));

    private Dictionary<string, string?> Set(string part, string? value) => _parts.Apply(new Dictionary<string, string?>(StringComparer.Ordinal) { [part] = value });

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static string Name(ulong sequence) => Files + sequence.ToString(CultureInfo.InvariantCulture);
}
