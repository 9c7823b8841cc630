namespace Archive.Storage.Sql;

/// <summary>A prepared statement. Parameters count from 1, columns from 0. Bound values stay until they are bound anew.</summary>
internal interface IStoreStatement
{
    IStoreStatement Bind(int parameter, long value);

    IStoreStatement Bind(int parameter, string value);

    IStoreStatement Bind(int parameter, ReadOnlySpan<byte> value);

    /// <returns>True for a row, false at the end; then the statement is ready to be bound again.</returns>
    bool Step();

    /// <summary>Runs a statement whose rows, if it has any, do not matter.</summary>
    /// <returns>Rows that it changed; of one that changes them through a function of the database, the rows it gave.</returns>
    int Run();

    /// <summary>Runs a statement of which nobody waits for an answer: now, or together with others before the next one that is waited for or the
    /// commit. Its errors come then.</summary>
    void Post();

    /// <summary>Runs a statement for the first column of its first row.</summary>
    /// <returns>Null when there is no row.</returns>
    long? Find()
    {
        if (!Step())
        {
            return null;
        }

        var value = Int64(0);
        Reset();
        return value;
    }

    /// <summary>Gives up the rows that are left; then the statement is ready to be bound again.</summary>
    void Reset();

    long Int64(int column);

    int Int32(int column);

    string Text(int column);

    /// <summary>Valid until the next step.</summary>
    ReadOnlySpan<byte> Blob(int column);
}
