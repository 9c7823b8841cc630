namespace Archive.Core.Connectors;

/// <summary>Reads one source through the platform's official API.
/// <para>Contract: <see cref="ReadAsync"/> goes on exactly after the cursor it is given; a page and its cursor changes belong together, and the
/// caller saves both in one transaction. Reading the same cursor again gives the same items or more, so a crash repeats a page and never skips
/// one. Items may arrive repeated or out of order; the unique key (source, native id, revision) makes that harmless. The stream ends when the
/// platform has nothing more for now. Failures are thrown as <see cref="ConnectorException"/>. One call at a time per source.</para></summary>
public interface IChatConnector
{
    /// <summary>Configured name of the source, unique in the archive.</summary>
    string Source { get; }

    /// <summary>Short name of the platform: "slack".</summary>
    string Platform { get; }

    /// <summary>"captured" from the live API, or "imported" from an export file.</summary>
    Provenance Provenance { get; }

    IAsyncEnumerable<SourcePage> ReadAsync(SourceCursor cursor, CancellationToken cancellationToken);
}

/// <summary>How a record came here. The numbers are part of the stored encoding and never change.</summary>
public enum Provenance : byte
{
    Captured = 1,
    Imported = 2,
}
