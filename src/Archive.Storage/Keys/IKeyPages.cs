namespace Archive.Storage.Keys;

/// <summary>Where the wrapped pages of the <see cref="KeyVault"/> stand: apart from the records they open. One user at a time.</summary>
internal interface IKeyPages
{
    /// <summary>For messages to people.</summary>
    string Name { get; }

    /// <summary>Number of the last page; -1 when there is none.</summary>
    long ReadLast();

    byte[]? Read(long page);

    /// <summary>Adds pages with the numbers from <paramref name="first"/>; durable when it returns. One that another process has added meanwhile
    /// stays as it is.</summary>
    void Add(long first, IReadOnlyList<byte[]> pages);

    /// <summary>Overwrites pages and writes a setting in one transaction.</summary>
    /// <param name="change">Gets each page as it stands and changes it in place.</param>
    /// <exception cref="StorageException">A page is not there.</exception>
    void Overwrite(IReadOnlyCollection<long> pages, Action<long, byte[]> change, string setting, byte[] value);

    /// <summary>The salt of a quarantined item's key, zeros when it was erased; null when there is none.</summary>
    byte[]? ReadItem(byte[] identity);

    /// <summary>Adds salts; durable when it returns. One that is there already stays as it is.</summary>
    void AddItems(IReadOnlyList<(byte[] Identity, byte[] Salt)> items);

    /// <summary>Overwrites salts with zeros and writes a setting in one transaction. Those that are not there need no erasing.</summary>
    void EraseItems(IReadOnlyList<byte[]> identities, string setting, byte[] value);

    byte[]? ReadSetting(string name);

    /// <summary>Makes overwritten bytes leave the raw files as well.</summary>
    /// <exception cref="StorageException">Busy: somebody else still needs them.</exception>
    void Compact();

    /// <summary>A setting that is there already stays as it is.</summary>
    void AddSetting(string name, byte[] value);
}
