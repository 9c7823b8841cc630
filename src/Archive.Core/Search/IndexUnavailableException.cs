namespace Archive.Core.Search;

/// <summary>The index cannot be used: its file is damaged, of another program, of another analyzer, or the disk fails; its server is not there or
/// refuses. The record store is not affected; the message says what to do, which is mostly to rebuild the index.</summary>
public class IndexUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
