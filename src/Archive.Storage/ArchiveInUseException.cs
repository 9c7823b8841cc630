namespace Archive.Storage;

/// <summary>Another process writes to the data folder.</summary>
public sealed class ArchiveInUseException(string message) : IOException(message);
