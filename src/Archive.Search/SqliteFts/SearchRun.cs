using Archive.Core.Search;

namespace Archive.Search.SqliteFts;

/// <summary>One search, inside one read transaction: a single pass counts, ranks and counts facets.</summary>
internal sealed class SearchRun(IndexReader reader, IndexSnapshot snapshot, CancellationToken cancellationToken)
{
    public IndexAnswer Run(BoundQuery query, IndexPaging paging)
    {
        var plan = QueryPlan.Create(query, reader, snapshot, cancellationToken);
        var visitor = new Collector(snapshot, plan.Test, paging);
        var isRanked = paging.Order == SearchOrder.Relevance && plan.Phrases.Count > 0;
        if (plan.Driver is null)
        {
            PassOverAll(isRanked ? ReadScores(plan.Phrases, query.Scope) : null, ref visitor);
        }
        else if (isRanked)
        {
            reader.VisitScored(plan.Driver, CreateModel(plan.Driver, query.Scope), ref visitor, cancellationToken);
        }
        else
        {
            reader.Visit(plan.Driver, ref visitor, cancellationToken);
        }

        return visitor.ToAnswer();
    }

    /// <summary>Numbers of all documents that match, ascending.</summary>
    public IReadOnlyList<long> FindAll(BoundQuery query)
    {
        var plan = QueryPlan.Create(query, reader, snapshot, cancellationToken);
        var visitor = new MatchVisitor(snapshot.Chunks, plan.Test, []);
        if (plan.Driver is null)
        {
            PassOverAll(null, ref visitor);
        }
        else
        {
            reader.Visit(plan.Driver, ref visitor, cancellationToken);
        }

        return visitor.Found;
    }

    private void PassOverAll<TVisitor>(double[]? scores, ref TVisitor visitor)
        where TVisitor : struct, IHitVisitor
    {
        for (var sequence = 1L; sequence <= snapshot.Cursor; sequence++)
        {
            if ((sequence & ColumnChunk.Mask) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            visitor.Visit(sequence, scores is null ? 0 : scores[sequence]);
        }
    }

    private double[] ReadScores(IReadOnlyList<BoundPhrase> phrases, SearchScope scope)
    {
        var expression = FtsExpression.AnyOf(phrases);
        var visitor = new ScoreVisitor(new double[snapshot.Cursor + 1]);
        reader.VisitScored(expression, CreateModel(expression, scope), ref visitor, cancellationToken);
        return visitor.Scores;
    }

    /// <summary>The weight of a lone phrase changes no order, so it is not counted; common ones are not counted to their end, because
    /// beyond a sixteenth of all documents the weight hardly moves.</summary>
    private RelevanceModel CreateModel(FtsExpression expression, SearchScope scope)
    {
        if (scope.IsNarrow)
        {
            return RelevanceModel.ForNarrowView(snapshot, Math.Min(expression.Phrases.Count, RelevanceModel.MaximumPhrases));
        }

        var limit = Math.Max(4_096, snapshot.Count / 16);
        return new RelevanceModel(snapshot, expression.Phrases.Count == 1
            ? [1]
            : [.. expression.Phrases.Take(RelevanceModel.MaximumPhrases).Select(phrase => reader.Count(phrase, limit, cancellationToken))]);
    }

    private readonly struct ScoreVisitor(double[] scores) : IHitVisitor
    {
        public double[] Scores { get; } = scores;

        public bool Visit(long sequence, double score)
        {
            Scores[sequence] = score;
            return true;
        }
    }

    private readonly struct MatchVisitor(ColumnChunk[] chunks, RowTest? test, List<long> found) : IHitVisitor
    {
        public List<long> Found { get; } = found;

        public bool Visit(long sequence, double score)
        {
            var chunk = chunks[sequence >> ColumnChunk.Shift];
            var row = (int)(sequence & ColumnChunk.Mask);
            if (chunk.Sources[row] != 0 && (test is null || test.Passes(chunk, row, sequence)))
            {
                Found.Add(sequence);
            }

            return true;
        }
    }

    private struct Collector(IndexSnapshot snapshot, RowTest? test, IndexPaging paging) : IHitVisitor
    {
        private readonly ColumnChunk[] _chunks = snapshot.Chunks;
        private readonly TopHits _top = new((int)Math.Min(int.MaxValue, (long)paging.Skip + paging.Take));
        private readonly FacetCounter? _facets = paging.WithFacets ? new FacetCounter(snapshot) : null;
        private readonly SearchOrder _order = paging.Order;
        private long _total;

        public bool Visit(long sequence, double score)
        {
            var chunk = _chunks[sequence >> ColumnChunk.Shift];
            var row = (int)(sequence & ColumnChunk.Mask);
            if (chunk.Sources[row] != 0 && (test is null || test.Passes(chunk, row, sequence)))
            {
                _total++;
                _top.Offer(score, HitKey.Of(chunk.Times[row], sequence, _order));
                _facets?.Add(chunk, row);
            }

            return true;
        }

        public readonly IndexAnswer ToAnswer()
        {
            var order = _order;
            return new IndexAnswer(_total, Exact: true, [.. _top.Take(paging.Skip).Select(key => HitKey.SequenceOf(key, order))], _facets?.ToFacets(), snapshot.State);
        }
    }
}
