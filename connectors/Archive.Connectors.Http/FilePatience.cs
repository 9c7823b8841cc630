using System.Globalization;
using Archive.Core.Connectors;
using Archive.Core.Messages;

namespace Archive.Connectors.Http;

/// <summary>How often a page is held back because a file of it could not be fetched. What is stored once without its file stays so; but one file that always breaks
/// must not keep every later message out. The cursor's part "files" counts the runs: "runs, since when, item".</summary>
/// <param name="giveUp">What is kept in place of a file, with the reason.</param>
/// <param name="parts">Cursor of the run; null where none is saved, and a page that is held back would be held back each time: there it never is.</param>
public sealed class FilePatience<TFile>(Func<TFile, string, Attachment> giveUp, CursorParts? parts, TimeProvider time)
{
    private const string Part = "files";

    /// <summary>The reason that stands in place of a file that was given up.</summary>
    internal const string NoAnswer = "The platform gave no usable answer to the download, however often it was asked for.";

    /// <summary>The run of this number goes on without the file.</summary>
    private const int MostRuns = 3;

    /// <summary>But not sooner: runs that follow events are seconds apart, and a platform that is down for some minutes is nothing rare.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromHours(1);

    public Attachment GiveUp(TFile file) => giveUp(file, NoAnswer);

    /// <returns>Changes of the cursor with which the page is held back for a file of <paramref name="item"/>; null when it is to go on without.</returns>
    public Dictionary<string, string?>? Hold(string item, IReadOnlySet<string> page)
    {
        if (parts is null)
        {
            return null;
        }

        var (runs, since) = CountOf(page) ?? (0, time.GetUtcNow());
        return runs + 1 >= MostRuns && time.GetUtcNow() - since >= Least
            ? null
            : parts.Apply(new Dictionary<string, string?>(StringComparer.Ordinal) { [Part] = string.Create(CultureInfo.InvariantCulture, $"{runs + 1} {since:O} {item}") });
    }

    /// <summary>The changes that make a page done, with those that forget that it was held back.</summary>
    public IReadOnlyDictionary<string, string?> Done(IReadOnlyDictionary<string, string?> changes, IReadOnlySet<string> page) =>
        parts is null || CountOf(page) is null ? changes : parts.Apply(new Dictionary<string, string?>(changes, StringComparer.Ordinal) { [Part] = null });

    /// <summary>Whichever item of the page it was: of two files that break in turns neither would come to its end.</summary>
    private (int Runs, DateTimeOffset Since)? CountOf(IReadOnlySet<string> page) =>
        parts?.Find(Part)?.Split(' ', 3) is [var runs, var since, var item] && page.Contains(item)
        && int.TryParse(runs, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && SourceCursor.ReadTime(since) is { } first ? (count, first) : null;
}
