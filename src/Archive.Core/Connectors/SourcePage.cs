using System.Globalization;
using Archive.Core.Consent;
using Archive.Core.Messages;
using Archive.Core.Sanctioning;

namespace Archive.Core.Connectors;

/// <summary>One bounded piece of a source with the cursor changes that make it done.</summary>
/// <param name="CursorChanges">Parts of the cursor to set, or to remove where the value is null. Parts not named stay as they are, so a page
/// writes a few bytes whatever the number of conversations.</param>
/// <param name="Remaining">Items still expected in this run where the connector can tell; null where it cannot.</param>
public sealed record SourcePage(
    IReadOnlyList<SourceItem> Items,
    IReadOnlyDictionary<string, string?> CursorChanges,
    long? Remaining = null)
{
    /// <summary>Set when the platform's window has passed over something. Recorded together with the changes of the cursor that say so.</summary>
    public CaptureGap? Gap { get; init; }

    /// <summary>All accounts that the platform's official scope lists now, where the connector has just asked; null otherwise. The messages of this page and of
    /// the next ones are decided by it.</summary>
    public PlatformListing? Listed { get; init; }

    /// <summary>Departments and people of the platform's directory, where the connector has just read them; null otherwise.</summary>
    public DirectorySnapshot? Directory { get; init; }

    /// <summary>What became known of counterparties' consents. They count for the messages of this page, too.</summary>
    public IReadOnlyList<ConsentChange> Consents { get; init; } = [];
}

/// <summary>One item as it came.</summary>
/// <param name="Raw">The bytes as received, before anything touched them; a keyed hash of them is kept with the record.</param>
/// <param name="Message">Null when the item could not be read; then <paramref name="Unreadable"/> says why and it is quarantined.</param>
/// <param name="NativeId">The platform's id, known even where the message could not be mapped.</param>
/// <param name="Files">Bytes of the attachments that were taken, by attachment id.</param>
public sealed record SourceItem(
    string NativeId,
    ReadOnlyMemory<byte> Raw,
    ChatMessage? Message,
    string? Unreadable = null,
    IReadOnlyDictionary<string, FileBytes>? Files = null);

/// <summary>Where a source stands: named parts, opaque to everything but the connector that wrote them, except <see cref="ReadThrough"/>.</summary>
public sealed record SourceCursor(IReadOnlyDictionary<string, string> Parts)
{
    /// <summary>Part of <see cref="ReadThrough"/>: a time in ISO 8601.</summary>
    public const string ReadThroughPart = "complete";

    public static SourceCursor Start { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>Beginning of the last run that read its source up to the end, by the platform's clock; null before the first. A run that goes on where an earlier one was
    /// stopped began with that one.</summary>
    public DateTimeOffset? ReadThrough => ReadTime(Find(ReadThroughPart));

    /// <summary>A time as parts hold it; null where there is none, or it is not one.</summary>
    public static DateTimeOffset? ReadTime(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    public string? Find(string part) => Parts.GetValueOrDefault(part);
}
