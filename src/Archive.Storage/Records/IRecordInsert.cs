using Archive.Core.Ingestion;
using Archive.Storage.Sealing;

namespace Archive.Storage.Records;

/// <summary>Writes the admitted items of a page as records with their leaves, inside a transaction of the writer. An engine's own, since this is the hot
/// path: SQLite inserts row by row and lets its unique key find duplicates, a server is sent the page at once.</summary>
internal interface IRecordInsert
{
    /// <param name="ahead">The page as it was sealed before its turn; a seal counts only where its sequence number came true.</param>
    /// <returns>Which items are new, in their order; they have the sequence numbers after the last one, without gaps. The others are known already.</returns>
    bool[] Insert(PreparedPage page, SealedPage? ahead, int source, int policy);
}
