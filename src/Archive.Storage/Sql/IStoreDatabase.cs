namespace Archive.Storage.Sql;

/// <summary>A connection to the record store, with the statements of the store prepared by name: all that the algorithms know of an engine. One user at
/// a time.</summary>
internal interface IStoreDatabase
{
    /// <summary>What it is a connection to, for messages to people; holds no secret.</summary>
    string Name { get; }

    /// <summary>Whether other processes write, too: then what was read in one transaction may be old in the next.</summary>
    bool IsShared { get; }

    /// <summary>The statement of the embedded file <c>Sql/NAME.sql</c>. Asking for the name again gives the same one, so it must not be run inside its
    /// own rows.</summary>
    IStoreStatement Prepare(string name);

    /// <summary>The statement once for each key, bound as parameter 1: all rows together, in no certain order. Other parameters stay the same.</summary>
    IStoreStatement Prepare(string name, IReadOnlyList<long> keys);

    /// <summary>The same for a statement that goes through a whole table, of which no more than a part may be held in memory.</summary>
    IStoreStatement Walk(string name);

    /// <summary>Runs <paramref name="work"/> in a transaction for writing: committed when it returns, and when anything throws nothing of it is there.
    /// An engine that knows that nothing was committed may run it again.</summary>
    T Write<T>(Func<T> work);
}
