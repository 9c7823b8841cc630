namespace Archive.Storage.Moving;

/// <summary>The tables of a store as they are, below all rules: one end of a move. Values are long, byte[] (texts as UTF-8) or null. One user at a time.</summary>
internal interface IStoreTables : IDisposable
{
    /// <summary>For messages to people; holds no secret.</summary>
    string Name { get; }

    /// <summary>In alphabetical order, so that both ends agree.</summary>
    IReadOnlyList<string> ReadColumns(StoreTable table);

    /// <summary>The smallest key beyond a number.</summary>
    long? FindKey(StoreTable table, long beyond);

    /// <summary>The largest key.</summary>
    long? FindLastKey(StoreTable table);

    bool HasRows(StoreTable table);

    /// <summary>Rows whose key is within bounds, by key; all of a table without key. Columns in the order of <see cref="ReadColumns"/>.</summary>
    IEnumerable<object?[]> Read(StoreTable table, long first, long last);

    /// <summary>Adds rows in one transaction.</summary>
    /// <param name="last">The largest key that can be among them.</param>
    void Write(StoreTable table, IEnumerable<object?[]> rows, long last);

    /// <summary>What comes after all rows of a table are there.</summary>
    void Finish(StoreTable table);
}
