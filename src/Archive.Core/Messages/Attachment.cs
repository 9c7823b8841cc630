namespace Archive.Core.Messages;

/// <summary>A file sent with a message. What could not be taken stays listed with its reason.</summary>
/// <param name="Size">Bytes, as the platform states it.</param>
/// <param name="Sha256">Lower-case hex over the bytes that were taken; null when none were.</param>
/// <param name="Reason">Why the bytes are missing; null when they are here.</param>
public sealed record Attachment(string Id, string Name, string MediaType, long Size, AttachmentState State, string? Sha256, string? Reason);

/// <summary>The numbers are part of the stored encoding and never change.</summary>
public enum AttachmentState : byte
{
    Stored = 1,

    /// <summary>Only a link elsewhere; there is nothing to take.</summary>
    External = 2,

    /// <summary>Deleted, hidden or over the size limit.</summary>
    NotTaken = 3,

    /// <summary>The download failed or did not match its stated size.</summary>
    Failed = 4,
}
