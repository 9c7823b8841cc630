using Archive.Core.Messages;
using Archive.Core.Search.Analysis;

namespace Archive.Core.Search;

/// <summary>Why a record is a hit: what of the query stands in it. Found in the stored record itself, not told by the index.</summary>
/// <param name="InText">Words and phrases as they stand in the message, in order of their first place.</param>
/// <param name="InFiles">Those in the names of its files.</param>
/// <param name="Filters">Fields and times of the query, not negated, that hold for the record: <see cref="BoundField"/> and <see cref="BoundTime"/>.</param>
public sealed record HitExplanation(IReadOnlyList<FoundWords> InText, IReadOnlyList<FoundWords> InFiles, IReadOnlyList<BoundNode> Filters)
{
    // A text of one word a thousand times over has one line; this many different forms are read by nobody.
    private const int MostForms = 20;

    /// <returns>Null for a query that matches everything: there is nothing to explain.</returns>
    public static HitExplanation? Of(BoundQuery query, StoredRecord record)
    {
        if (query.Root is null)
        {
            return null;
        }

        var parts = BoundPhrases.PositiveParts(query.Root);
        var document = IndexCatchUp.ToDocument(record);
        var filters = new List<BoundNode>();
        CollectFilters(query.Root, isPositive: true, document, filters);
        return new HitExplanation(Find(parts, [record.Message.Text]), Find(parts, record.Message.Attachments.Select(a => a.Name)), filters);
    }

    private static List<FoundWords> Find(IReadOnlyList<BoundNode> parts, IEnumerable<string> texts)
    {
        var analyzer = new TextAnalyzer();
        var found = new List<FoundWords>();
        foreach (var text in texts)
        {
            var forms = parts.SelectMany(p => Highlighter.FindEach(analyzer, text, p)).Distinct().OrderBy(s => s.Start).Select(s => text[s.Start..s.End]);
            foreach (var form in forms.GroupBy(f => f, StringComparer.OrdinalIgnoreCase))
            {
                var at = found.FindIndex(f => string.Equals(f.Form, form.Key, StringComparison.OrdinalIgnoreCase));
                if (at >= 0)
                {
                    found[at] = found[at] with { Count = found[at].Count + form.Count() };
                }
                else if (found.Count < MostForms)
                {
                    found.Add(new FoundWords(form.Key, form.Count()));
                }
            }
        }

        return found;
    }

    private static void CollectFilters(BoundNode node, bool isPositive, IndexDocument document, List<BoundNode> filters)
    {
        switch (node)
        {
            case BoundAnd and:
                and.Nodes.ToList().ForEach(n => CollectFilters(n, isPositive, document, filters));
                break;
            case BoundOr or:
                or.Nodes.ToList().ForEach(n => CollectFilters(n, isPositive, document, filters));
                break;
            case BoundNot not:
                CollectFilters(not.Node, !isPositive, document, filters);
                break;
            case BoundField or BoundTime when isPositive && Holds(node, document) && !filters.Contains(node):
                filters.Add(node);
                break;
        }
    }

    /// <summary>By the names that the record was captured with; one that matches by another name of the account is not listed.</summary>
    private static bool Holds(BoundNode node, IndexDocument document)
    {
        var names = new NameBook();
        names.Add(document);
        return new DocumentTest(new BoundQuery(node, SearchScope.Everything), names).Matches(document);
    }
}

/// <param name="Form">As it stands in the text where it was found first.</param>
/// <param name="Count">How often, whatever the case.</param>
public sealed record FoundWords(string Form, int Count);
