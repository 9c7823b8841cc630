using SQLitePCL;

namespace Archive.Search.SqliteFts;

/// <summary>One read connection with its statements; used by one search at a time, inside one read transaction.</summary>
internal sealed class IndexReader : IDisposable
{
    // How often a long pass looks whether it is still wanted.
    private const int CancellationInterval = 4_096;

    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _version;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _match;
    private readonly SqliteStatement _score;

    public IndexReader(string path)
    {
        _database = SqliteDatabase.Open(path, create: false);
        try
        {
            _database.Execute("pragma query_only = 1; pragma cache_size = -16000;");
            ScoreFunction.Register(_database);
            _begin = _database.Prepare("begin");
            _version = _database.Prepare("select version from state");
            _commit = _database.Prepare("commit");
            _match = _database.Prepare("select rowid from f where f match ?1");
            _score = _database.Prepare($"select rowid, {ScoreFunction.Name}(f) from f where f match ?1");
        }
        catch
        {
            _database.Dispose();
            throw;
        }
    }

    /// <summary>Starts a transaction and returns the version of the commit that it sees.</summary>
    public long Begin()
    {
        _begin.Run();
        return _version.Scalar() ?? 0;
    }

    public void End()
    {
        if (_database.HasTransaction)
        {
            _commit.Run();
        }
    }

    /// <summary>Visits the documents of an expression in ascending order, until the visitor returns false.</summary>
    public void Visit<TVisitor>(FtsExpression expression, ref TVisitor visitor, CancellationToken cancellationToken)
        where TVisitor : struct, IHitVisitor
    {
        _match.Bind(1, expression.Text);
        Visit(_match, isScored: false, ref visitor, cancellationToken);
    }

    /// <summary>The same with scores by a model.</summary>
    public void VisitScored<TVisitor>(FtsExpression expression, RelevanceModel model, ref TVisitor visitor, CancellationToken cancellationToken)
        where TVisitor : struct, IHitVisitor
    {
        _score.Bind(1, expression.Text);
        ScoreFunction.Current = model;
        try
        {
            Visit(_score, isScored: true, ref visitor, cancellationToken);
        }
        finally
        {
            ScoreFunction.Current = null;
        }
    }

    public ulong[] ReadMembers(FtsExpression expression, long cursor, CancellationToken cancellationToken)
    {
        var visitor = new MemberVisitor(new ulong[(cursor >> 6) + 1]);
        Visit(expression, ref visitor, cancellationToken);
        return visitor.Bits;
    }

    /// <summary>Documents that hold a phrase, counted up to a limit.</summary>
    public long Count(string phrase, long limit, CancellationToken cancellationToken)
    {
        var visitor = new CountVisitor(limit);
        Visit(new FtsExpression(phrase, [phrase]), ref visitor, cancellationToken);
        return visitor.Count;
    }

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])[_begin, _version, _commit, _match, _score])
        {
            statement.Dispose();
        }

        _database.Dispose();
    }

    private static void Visit<TVisitor>(SqliteStatement statement, bool isScored, ref TVisitor visitor, CancellationToken cancellationToken)
        where TVisitor : struct, IHitVisitor
    {
        var pointer = statement.Pointer;
        try
        {
            int result;
            var untilCheck = CancellationInterval;
            while ((result = NativeMethods.Step(pointer)) == raw.SQLITE_ROW)
            {
                if (--untilCheck == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    untilCheck = CancellationInterval;
                }

                if (!visitor.Visit(NativeMethods.ColumnInt64(pointer, 0), isScored ? NativeMethods.ColumnDouble(pointer, 1) : 0))
                {
                    return;
                }
            }

            statement.Check(result);
        }
        finally
        {
            statement.Reset();
        }
    }

    private readonly struct MemberVisitor(ulong[] bits) : IHitVisitor
    {
        public ulong[] Bits { get; } = bits;

        public bool Visit(long sequence, double score)
        {
            Bits[sequence >> 6] |= 1UL << (int)(sequence & 63);
            return true;
        }
    }

    private struct CountVisitor(long limit) : IHitVisitor
    {
        public long Count { get; private set; }

        public bool Visit(long sequence, double score) => ++Count < limit;
    }
}

/// <summary>What a pass does with each document; a struct, so that the call is inlined.</summary>
internal interface IHitVisitor
{
    /// <summary>False ends the pass.</summary>
    bool Visit(long sequence, double score);
}
