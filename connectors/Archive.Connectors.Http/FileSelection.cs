using Archive.Core.Connectors;
using Archive.Core.Messages;

namespace Archive.Connectors.Http;

/// <summary>Of which items a read that is no ordinary one fetches the files.</summary>
/// <param name="Describe">What is known of a file without fetching it.</param>
public sealed record FileSelection<TFile>(Func<SourceItem, bool> Takes, Func<TFile, Attachment> Describe);

public static class FileSelections
{
    /// <summary>Why a file was not fetched; never stored, since what such a read takes in has its files.</summary>
    public const string NotAsked = "Not asked for by this read.";

    /// <param name="again">Null for an ordinary read, which fetches all.</param>
    public static FileSelection<TFile>? Over<TFile>(this SecondRead? again, Func<TFile, Attachment> describe) =>
        again is null ? null : new FileSelection<TFile>(again.TakesFilesOf ?? (_ => false), describe);

    /// <returns>Null where the files of the kept bytes are to be fetched.</returns>
    public static FileSelection<TFile>? Over<TFile>(this RawItem item, Func<TFile, Attachment> describe) =>
        item.WithFiles ? null : new FileSelection<TFile>(_ => false, describe);
}
