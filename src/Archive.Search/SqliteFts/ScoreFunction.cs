using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Archive.Search.SqliteFts;

/// <summary>The ranking function that FTS5 calls once a hit. The formula is BM25's; FTS5's own looks up each document's length in a table,
/// which costs seven to eight times as much as the column in memory.</summary>
internal static unsafe class ScoreFunction
{
    public const string Name = "archive_score";

    [ThreadStatic]
    private static RelevanceModel? _current;

    /// <summary>What the calls on this thread score with; null gives 0.</summary>
    public static RelevanceModel? Current
    {
        get => _current;
        set => _current = value;
    }

    public static void Register(SqliteDatabase database)
    {
        using var statement = database.Prepare("select fts5(?1)");
        Fts5Api* api = null;
        fixed (byte* type = "fts5_api_ptr\0"u8)
        fixed (byte* name = "archive_score\0"u8)
        {
            statement.Check(NativeMethods.BindPointer(statement.Pointer, 1, &api, type, null));
            statement.Step();
            if (api is null)
            {
                throw new NotSupportedException("This SQLite was built without FTS5.");
            }

            statement.Check(api->CreateFunction(api, name, null, &Score, null));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Score(Fts5ExtensionApi* api, void* fts, void* context, int count, void** values)
    {
        var score = 0.0;
        int instances;
        if (_current is { } model && api->InstanceCount(fts, &instances) == 0)
        {
            var phrases = Math.Min(api->PhraseCount(fts), RelevanceModel.MaximumPhrases);
            var frequencies = stackalloc int[RelevanceModel.MaximumPhrases];
            if (phrases == 1)
            {
                frequencies[0] = instances;
            }
            else
            {
                new Span<int>(frequencies, phrases).Clear();
                for (var i = 0; i < instances; i++)
                {
                    int phrase, column, offset;
                    if (api->Instance(fts, i, &phrase, &column, &offset) == 0 && phrase < phrases)
                    {
                        frequencies[phrase]++;
                    }
                }
            }

            score = model.Score(api->Rowid(fts), new ReadOnlySpan<int>(frequencies, phrases));
        }

        NativeMethods.ResultDouble(context, score);
    }

    // fts5.h: struct fts5_api
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Fts5Api
    {
        public readonly int Version;
        public readonly void* CreateTokenizer;
        public readonly void* FindTokenizer;
        public readonly delegate* unmanaged[Cdecl]<Fts5Api*, byte*, void*,
            delegate* unmanaged[Cdecl]<Fts5ExtensionApi*, void*, void*, int, void**, void>, void*, int> CreateFunction;
    }

    // fts5.h: struct Fts5ExtensionApi, as far as it is used
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Fts5ExtensionApi
    {
        public readonly int Version;
        public readonly void* UserData;
        public readonly void* ColumnCount;
        public readonly void* RowCount;
        public readonly void* ColumnTotalSize;
        public readonly void* Tokenize;
        public readonly delegate* unmanaged[Cdecl]<void*, int> PhraseCount;
        public readonly void* PhraseSize;
        public readonly delegate* unmanaged[Cdecl]<void*, int*, int> InstanceCount;
        public readonly delegate* unmanaged[Cdecl]<void*, int, int*, int*, int*, int> Instance;
        public readonly delegate* unmanaged[Cdecl]<void*, long> Rowid;
    }
}
