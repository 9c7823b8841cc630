using System.Security.Cryptography;
using Archive.Connectors.Http;
using Archive.Connectors.Slack.Wire;
using Archive.Core.Messages;

namespace Archive.Connectors.Slack;

/// <summary>Takes the files of messages, or says why not.</summary>
internal sealed class SlackFiles(FileDownload download, Uri baseUrl, int maxBytes)
{
    private static readonly string[] PlatformHosts = ["slack.com", "slack-files.com", "slack-edge.com"];

    /// <summary>Hosts that may see the token: the platform's own over TLS, and exactly the configured API host.</summary>
    public static Func<Uri, bool> TrustedBy(Uri baseUrl) => address =>
        address.IsAbsoluteUri
        && ((address.Scheme == baseUrl.Scheme && address.Authority == baseUrl.Authority)
            || (address.Scheme == Uri.UriSchemeHttps && address.IsDefaultPort
                && PlatformHosts.Any(h => address.Host == h || address.Host.EndsWith("." + h, StringComparison.Ordinal))));

    /// <summary>What is known without fetching: set when there is nothing to fetch.</summary>
    public static Attachment? WithoutFetching(SlackFile file, int maxBytes)
    {
        if (file.IsExternal || file.Mode == "external")
        {
            return Describe(file, AttachmentState.External, "Kept elsewhere; the message holds only a link to it.");
        }

        var reason = file switch
        {
            { Mode: "tombstone" } => "Deleted on the platform before it could be taken.",
            { Mode: "hidden_by_limit" } => "Hidden by the limit of the platform's plan.",
            { Size: { } size } when size > maxBytes => $"Larger than the limit of {maxBytes} bytes.",
            { UrlPrivate: null, UrlPrivateDownload: null } => "The platform gave no address for it.",
            _ => null,
        };
        return reason is null ? null : Describe(file, AttachmentState.NotTaken, reason);
    }

    public static Attachment Describe(SlackFile file, AttachmentState state, string? reason, string? sha256 = null, long? size = null) => new(
        file.Id ?? file.Name ?? "?", file.Name ?? file.Title ?? "", file.Mimetype ?? "application/octet-stream", file.Size ?? size ?? 0, state, sha256, reason);

    /// <summary>What is known of a file that is not to be fetched.</summary>
    public Attachment Describe(SlackFile file) =>
        WithoutFetching(file, maxBytes) ?? Describe(file, AttachmentState.NotTaken, FileSelections.NotAsked);

    public async Task<(Attachment Attachment, byte[]? Bytes)> TakeAsync(SlackFile file, CancellationToken cancellationToken)
    {
        if (WithoutFetching(file, maxBytes) is { } known)
        {
            return (known, null);
        }

        if (!Uri.TryCreate(baseUrl, file.UrlPrivateDownload ?? file.UrlPrivate, out var address))
        {
            return (Describe(file, AttachmentState.Failed, "The address of the file is malformed."), null);
        }

        var result = await download.TakeAsync(address, maxBytes, cancellationToken);
        if (result.Bytes is not { } taken)
        {
            return (Describe(file, result.TooLarge ? AttachmentState.NotTaken : AttachmentState.Failed, result.Reason), null);
        }

        if (ReasonToReject(file, result.MediaType, taken.Length) is { } reason)
        {
            return (Describe(file, AttachmentState.Failed, reason), null);
        }

        var bytes = taken.ToArray();
        return (Describe(file, AttachmentState.Stored, null, Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length), bytes);
    }

    /// <summary>With a token that may not read files the platform answers 200 and its sign-in page; integrators have stored that as the file.</summary>
    private static string? ReasonToReject(SlackFile file, string? mediaType, long length) =>
        mediaType == "text/html" && file.Mimetype != "text/html"
            ? "The platform answered with a web page in place of the file: the token may lack files:read."
            : file.Size is { } size && size != length ? $"The download has {length} bytes, the platform states {size}." : null;
}
