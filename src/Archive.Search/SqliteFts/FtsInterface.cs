using System.Runtime.InteropServices;

namespace Archive.Search.SqliteFts;

/// <summary>fts5.h: struct fts5_api.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct Fts5Api
{
    public readonly int Version;
    public readonly void* CreateTokenizer;
    public readonly void* FindTokenizer;
    public readonly delegate* unmanaged[Cdecl]<Fts5Api*, byte*, void*,
        delegate* unmanaged[Cdecl]<Fts5ExtensionApi*, void*, void*, int, void**, void>, void*, int> CreateFunction;

    /// <summary>Gives FTS5 a function that it calls once a hit.</summary>
    /// <param name="name">Ends in a zero byte.</param>
    /// <exception cref="NotSupportedException">The library has no FTS5.</exception>
    public static void Register(
        SqliteDatabase database, ReadOnlySpan<byte> name, delegate* unmanaged[Cdecl]<Fts5ExtensionApi*, void*, void*, int, void**, void> function)
    {
        using var statement = database.Prepare("select fts5(?1)");
        Fts5Api* api = null;
        fixed (byte* type = "fts5_api_ptr\0"u8)
        fixed (byte* nameStart = name)
        {
            statement.Check(NativeMethods.BindPointer(statement.Pointer, 1, &api, type, null));
            statement.Step();
            if (api is null)
            {
                throw new NotSupportedException("This SQLite was built without FTS5.");
            }

            statement.Check(api->CreateFunction(api, nameStart, null, function, null));
        }
    }
}

/// <summary>fts5.h: struct Fts5ExtensionApi, as far as it is used.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct Fts5ExtensionApi
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
