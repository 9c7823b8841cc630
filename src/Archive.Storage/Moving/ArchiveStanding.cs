namespace Archive.Storage.Moving;

/// <summary>Whether an archive may be written to. Stands in the keyed state of the log, which every transaction of every process reads, so that of one
/// log there are never two ends. The numbers are stored and never change.</summary>
internal enum ArchiveStanding
{
    Open = 0,

    /// <summary>It is copied into another store, and nothing is added meanwhile.</summary>
    Moving = 1,

    /// <summary>The target of a move that has not finished: of no use to anybody else.</summary>
    Filling = 2,

    /// <summary>It goes on in another store. This one can be verified; searched no more, since no search goes without an entry in the log.</summary>
    Moved = 3,
}
