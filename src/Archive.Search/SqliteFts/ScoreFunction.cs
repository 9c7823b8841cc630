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

    public static void Register(SqliteDatabase database) => Fts5Api.Register(database, "archive_score\0"u8, &Score);

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
}
