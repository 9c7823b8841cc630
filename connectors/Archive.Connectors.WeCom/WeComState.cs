using System.Globalization;
using Archive.Connectors.Http;
using Archive.Core.Connectors;

namespace Archive.Connectors.WeCom;

/// <summary>The cursor as it stands within a run. Its methods return the changes of a page.</summary>
internal sealed class WeComState(SourceCursor saved)
{
    private const string SequencePart = "seq";
    private const string CompletePart = "complete";
    private const string Files = "files:";

    /// <summary>Runs that ask for a file before it is given up. They are as far apart as the source's schedule says.</summary>
    private const int MostTries = 20;

    private readonly CursorParts _parts = new(saved);

    /// <summary>Everything up to this number was handed out; 0 before the first.</summary>
    public ulong Sequence => ulong.TryParse(_parts.Find(SequencePart), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : 0;

    /// <summary>Beginning of the last run that reached the end of the stream.</summary>
    public DateTimeOffset? Complete =>
        DateTimeOffset.TryParse(_parts.Find(CompletePart), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>Messages whose files could not all be fetched yet.</summary>
    public IReadOnlyList<ulong> MissingFiles =>
        [.. _parts.Under(Files).Select(p => ulong.TryParse(p.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : 0).Where(s => s > 0).Order()];

    /// <param name="missingFiles">Messages of the page with files to be asked for again.</param>
    public Dictionary<string, string?> Move(ulong sequence, IEnumerable<ulong> missingFiles)
    {
        var changes = missingFiles.ToDictionary(Name, string? (_) => "1", StringComparer.Ordinal);
        changes[SequencePart] = Math.Max(sequence, Sequence).ToString(CultureInfo.InvariantCulture);
        return _parts.Apply(changes);
    }

    /// <summary>The files of a message were fetched, or are out of reach for good.</summary>
    public Dictionary<string, string?> Settle(ulong sequence) => _parts.Apply(new Dictionary<string, string?>(StringComparer.Ordinal) { [Name(sequence)] = null });

    /// <summary>They were asked for in vain once more.</summary>
    public Dictionary<string, string?> Try(ulong sequence)
    {
        var tries = int.TryParse(_parts.Find(Name(sequence)), out var before) ? before + 1 : 1;
        return tries < MostTries
            ? _parts.Apply(new Dictionary<string, string?>(StringComparer.Ordinal) { [Name(sequence)] = tries.ToString(CultureInfo.InvariantCulture) })
            : Settle(sequence);
    }

    /// <summary>Everything that the platform had when a run began was handed out.</summary>
    public Dictionary<string, string?> Finish(DateTimeOffset started) =>
        _parts.Apply(new Dictionary<string, string?>(StringComparer.Ordinal) { [CompletePart] = started.ToString("O", CultureInfo.InvariantCulture) });

    private static string Name(ulong sequence) => Files + sequence.ToString(CultureInfo.InvariantCulture);
}
