using Archive.Core.Search;
using Archive.Core.Search.Analysis;

namespace Archive.Search.Elasticsearch;

/// <summary>One build of the index, from cursor 0 on.</summary>
/// <param name="Analyzer">Whose tokens the documents hold.</param>
/// <param name="Schema">Version of the mapping.</param>
/// <param name="Years">Of message times; an index each. An index is made before it stands here, so one that stands here and is missing was lost.</param>
internal sealed record IndexGeneration(long Number, long Cursor, string Analyzer, int Schema, IReadOnlyList<int> Years)
{
    public const int CurrentSchema = 1;

    public string Name => $"{Analyzer}/{Number}";

    public bool IsReadable => Analyzer == TextAnalyzer.Name && Schema == CurrentSchema;

    public static IndexGeneration Begin(long number) => new(number, 0, TextAnalyzer.Name, CurrentSchema, []);

    /// <exception cref="IndexUnavailableException">Another program version made it.</exception>
    public IndexGeneration Require() => IsReadable
        ? this
        : throw new IndexUnavailableException(
            $"The search index was made by the analyzer {Analyzer} with mapping {Schema}, this program has {TextAnalyzer.Name} with {CurrentSchema}. Rebuild it.");
}

/// <summary>The state document: everything that must change together.</summary>
/// <param name="Version">Grows with every change; the external version of removals and restorations.</param>
/// <param name="Written">The generation that documents are added to.</param>
/// <param name="Answering">The old generation that answers searches while the new one is filled; null when the written one does.</param>
/// <param name="Names">Version of the register of names.</param>
/// <param name="NamesErased">Version at which names were last erased.</param>
internal sealed record ElasticsearchState(long Version, IndexGeneration Written, IndexGeneration? Answering, long Names, long NamesErased)
{
    public IndexGeneration Searched => Answering ?? Written;

    public IEnumerable<IndexGeneration> Generations => Answering is null ? [Written] : [Written, Answering];

    public static ElasticsearchState Begin(long generation) => new(1, IndexGeneration.Begin(generation), null, 0, 0);
}
