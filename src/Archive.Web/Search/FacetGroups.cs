using Archive.Core.Search;
using Archive.Core.Search.Language;
using Archive.Web.Auth;
using Archive.Web.Words;
using AutoMapper;

namespace Archive.Web.Search;

/// <summary>The facets beside the hits, in the order of the page.</summary>
internal sealed class FacetGroups(QueryCompiler compile, SignedInReader person, IMapper mapper, PageWords words)
{
    private const int BusiestMonths = 6;

    public IReadOnlyList<FacetGroup> Of(SearchFacets facets) =>
    [
        Group("source", "Facet.Source", facets.Sources),
        Group("from", "Facet.Person", facets.Senders),
        Group("in", "Facet.Conversation", facets.Conversations),
        Group("type", "Facet.Type", facets.Types, "Type"),
        Group("hit", "Facet.Label", facets.Labels, "Entity"),
        Group("on", "Facet.Month", [.. facets.Months.OrderByDescending(m => m.Count).Take(BusiestMonths)]),
    ];

    /// <param name="names">Words for the values; null where values come with labels of their own.</param>
    private FacetGroup Group(string field, string label, IReadOnlyList<FacetCount> counts, string? names = null)
    {
        var values = mapper.Map<IReadOnlyList<FacetView>>(counts);
        foreach (var value in values)
        {
            value.Label = names is null ? value.Label : words.Of(names, value.Value);
            value.Narrows = IsReadable(QueryFilters.Add("", field, value.Value));
        }

        return new FacetGroup(field, label, values);
    }

    /// <summary>An index may have counted a value that this version's language does not name; it is shown, and narrows nothing.</summary>
    private bool IsReadable(string query)
    {
        try
        {
            compile(query, person.Scope);
            return true;
        }
        catch (QueryException)
        {
            return false;
        }
    }
}

/// <summary>A facet of the hits.</summary>
/// <param name="Field">Field of the language that narrows by it.</param>
/// <param name="Label">Key of its words.</param>
public sealed record FacetGroup(string Field, string Label, IReadOnlyList<FacetView> Values);

/// <summary>A value of a facet.</summary>
public sealed class FacetView
{
    public string Value { get; set; } = "";
    public string Label { get; set; } = "";
    public long Count { get; set; }

    /// <summary>Set after mapping: only the language knows.</summary>
    public bool Narrows { get; set; }
}
