using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Archive.Search.SqliteFts;

/// <summary>The test of proximity that FTS5 calls once a candidate: 1 or 0. FTS5's own NEAR counts differently, knows no order, and takes no lists.</summary>
internal static unsafe class NearFunction
{
    public const string Name = "archive_near";

    [ThreadStatic]
    private static NearProbe? _current;

    /// <summary>What the calls on this thread ask; null gives 0.</summary>
    public static NearProbe? Current
    {
        get => _current;
        set => _current = value;
    }

    public static void Register(SqliteDatabase database) => Fts5Api.Register(database, "archive_near\0"u8, &Test);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Test(Fts5ExtensionApi* api, void* fts, void* context, int count, void** values)
    {
        var holds = false;
        int instances;
        if (_current is { } probe && api->InstanceCount(fts, &instances) == 0)
        {
            probe.Clear();
            for (var i = 0; i < instances; i++)
            {
                int phrase, column, offset;
                if (api->Instance(fts, i, &phrase, &column, &offset) == 0)
                {
                    probe.Add(phrase, offset);
                }
            }

            holds = probe.Holds();
        }

        NativeMethods.ResultDouble(context, holds ? 1 : 0);
    }
}
