namespace Archive.Core.Connectors;

/// <summary>A connector that can be asked a second time for what its platform still gives out, so that what a run has missed is found out.
/// <para>Contract: the pages hold every item with a time at or after <see cref="SecondRead.Since"/> that the platform gives out at the time of the call, as
/// <see cref="IChatConnector.ReadAsync"/> with an empty cursor would; items whose time is not known are among them, and some that are older may be. Order and
/// repetition are as when reading. Changes of the cursor mean nothing and are not saved: the source's own cursor is not touched. May run beside
/// <see cref="IChatConnector.ReadAsync"/> of another instance. Ordinary reading keeps <see cref="SourceCursor.ReadThrough"/>: by it is known which days were read a first
/// time. Failures are thrown as <see cref="ConnectorException"/>.</para></summary>
public interface IConfirmingConnector : IChatConnector
{
    IAsyncEnumerable<SourcePage> ReadAgainAsync(SecondRead read, CancellationToken cancellationToken);
}

/// <param name="Since">Older items are not asked for.</param>
/// <param name="TakesFilesOf">Items whose files are fetched; the others keep what is known of theirs without fetching. Null for none: files cost more than
/// all messages together.</param>
public sealed record SecondRead(DateTimeOffset Since, Func<SourceItem, bool>? TakesFilesOf = null);
