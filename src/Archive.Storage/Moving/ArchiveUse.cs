namespace Archive.Storage.Moving;

/// <summary>What for an archive is opened.</summary>
public enum ArchiveUse
{
    /// <summary>Beside whoever writes.</summary>
    Read,

    Write,

    /// <summary>As the target of a move: empty, or left by a move that was stopped.</summary>
    Fill,

    /// <summary>To end its move, or to take it back.</summary>
    EndMove,
}
