using Archive.Core.Connectors;

namespace Archive.Connectors.Http;

/// <summary>An item whose attachments still have to be fetched or explained.</summary>
/// <typeparam name="TFile">What the platform says of a file.</typeparam>
public sealed record MappedItem<TFile>(SourceItem Item, IReadOnlyList<TFile> Files);
