using Archive.Core.Search;
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
    private readonly SqliteStatement _near;
    private readonly SqliteStatement _terms;
    private readonly SqliteStatement _occurrences;

    public IndexReader(string path)
    {
        _database = SqliteDatabase.Open(path, create: false);
        try
        {
            _database.Execute("""
                pragma temp_store = memory;
                create virtual table temp.vocabulary using fts5vocab(main, f, row);
                create virtual table temp.occurrence using fts5vocab(main, f, instance);
                pragma query_only = 1; pragma cache_size = -16000;
                """);
            ScoreFunction.Register(_database);
            NearFunction.Register(_database);
            _begin = _database.Prepare("begin");
            _version = _database.Prepare("select version from state");
            _commit = _database.Prepare("commit");
            _match = _database.Prepare("select rowid from f where f match ?1");
            _score = _database.Prepare($"select rowid, {ScoreFunction.Name}(f) from f where f match ?1");
            _near = _database.Prepare($"select rowid, {NearFunction.Name}(f) from f where f match ?1");
            _terms = _database.Prepare("select term from temp.vocabulary where term >= ?1 and term <= ?2");
            _occurrences = _database.Prepare("select doc, offset from temp.occurrence where term = ?1");
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

    /// <summary>Documents in which a proximity of phrases that FTS5 knows holds.</summary>
    public ulong[] ReadNear(BoundNear near, long cursor, CancellationToken cancellationToken)
    {
        _near.Bind(1, FtsExpression.BothSides(near).Text);
        var visitor = new ScoredMemberVisitor(new ulong[(cursor >> 6) + 1]);
        NearFunction.Current = new NearProbe(near);
        try
        {
            Visit(_near, isScored: true, ref visitor, cancellationToken);
        }
        finally
        {
            NearFunction.Current = null;
        }

        return visitor.Bits;
    }

    /// <summary>Adds the tokens between two that a test lets pass.</summary>
    public void ReadTerms(string first, string last, TermTest test, List<string> found, CancellationToken cancellationToken)
    {
        _terms.Bind(1, first);
        _terms.Bind(2, last);
        try
        {
            for (var count = 1; _terms.Step(); count++)
            {
                if (count % CancellationInterval == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                if (test.Matches(_terms.Blob(0)))
                {
                    found.Add(_terms.Text(0));
                }
            }
        }
        finally
        {
            _terms.Reset();
        }
    }

    /// <summary>Adds where a token stands: document and position, 32 bits each, the position moved to that of the first token of its phrase.</summary>
    /// <param name="within">Documents that count; null for all.</param>
    /// <param name="shift">Tokens of the phrase before this one.</param>
    public void ReadOccurrences(string token, ulong[]? within, int shift, List<ulong> found, CancellationToken cancellationToken)
    {
        _occurrences.Bind(1, token);
        try
        {
            for (var count = 1; _occurrences.Step(); count++)
            {
                if (count % CancellationInterval == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                var (document, position) = (_occurrences.Int64(0), _occurrences.Int64(1) - shift);
                if (position >= 0 && (within is null || (within[document >> 6] & (1UL << (int)(document & 63))) != 0))
                {
                    found.Add(((ulong)document << 32) | (uint)position);
                }
            }
        }
        finally
        {
            _occurrences.Reset();
        }
    }

    public ulong[] ReadMembers(FtsExpression expression, long cursor, CancellationToken cancellationToken)
    {
        var members = new ulong[(cursor >> 6) + 1];
        AddMembers(expression, members, cancellationToken);
        return members;
    }

    public void AddMembers(FtsExpression expression, ulong[] members, CancellationToken cancellationToken)
    {
        var visitor = new MemberVisitor(members);
        Visit(expression, ref visitor, cancellationToken);
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
        foreach (var statement in (SqliteStatement[])[_begin, _version, _commit, _match, _score, _near, _terms, _occurrences])
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
}
