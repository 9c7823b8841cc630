using System.Text.Json;
using Archive.Connectors.Http;
using Archive.Connectors.Slack.Wire;
using Archive.Core.Connectors;
using Archive.Core.Messages;

namespace Archive.Connectors.Slack;

/// <summary>Takes the files of messages, or says why not.</summary>
/// <param name="api">With which more is asked for where a message says too little of a file.</param>
internal sealed class SlackFiles(SlackApi api, SlackApiKind kind, FileDownload download, Uri baseUrl, int maxBytes)
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
        (MustBeAskedFor(file) ? null : WithoutFetching(file, maxBytes)) ?? Describe(file, AttachmentState.NotTaken, FileSelections.NotAsked);

    public static Attachment GiveUp(SlackFile file, string reason) => Describe(file, AttachmentState.Failed, reason);

    /// <exception cref="ConnectorException">Transient: it could not be fetched for now. Throttled: nothing can be.</exception>
    public async Task<(Attachment Attachment, FileBytes? File)> TakeAsync(SlackFile file, CancellationToken cancellationToken)
    {
        if (MustBeAskedFor(file))
        {
            if (await AskAsync(file, cancellationToken) is not { } told)
            {
                return (Describe(file, AttachmentState.NotTaken, "Shared by another organisation, and the platform does not show it to the app."), null);
            }

            file = told;
        }

        if (WithoutFetching(file, maxBytes) is { } known)
        {
            return (known, null);
        }

        if (!Uri.TryCreate(baseUrl, file.UrlPrivateDownload ?? file.UrlPrivate, out var address))
        {
            return (Describe(file, AttachmentState.Failed, "The address of the file is malformed."), null);
        }

        var result = await download.TakeAsync(address, maxBytes, cancellationToken);
        if (result.File is not { } taken)
        {
            return (Describe(file, result.TooLarge ? AttachmentState.NotTaken : AttachmentState.Failed, result.Reason), null);
        }

        if (ReasonToReject(file, result.MediaType, taken.Length) is { } reason)
        {
            taken.Dispose();
            return (Describe(file, AttachmentState.Failed, reason), null);
        }

        return (Describe(file, AttachmentState.Stored, null, taken.Sha256, taken.Length), taken);
    }

    private static bool MustBeAskedFor(SlackFile file) => file.FileAccess == "check_file_info";

    /// <returns>Null when the platform does not show it. What is about the token shows with the next call that is about more than a single file.</returns>
    /// <exception cref="ConnectorException">Transient: it could not be asked for now. Throttled: nothing can be.</exception>
    private async Task<SlackFile?> AskAsync(SlackFile file, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await api.CallAsync(kind == SlackApiKind.Discovery ? "discovery.file.info" : "files.info", [("file", file.Id)], cancellationToken);
            return answer.Root.TryGetProperty("file", out var told) && told.Deserialize(SlackJson.Default.SlackFile) is { } known && known.Id == file.Id && !MustBeAskedFor(known) ? known : null;
        }
        catch (Exception e) when (e is SlackApiException or JsonException or ConnectorException { Kind: ConnectorFailure.Unauthorized or ConnectorFailure.Permanent })
        {
            return null;
        }
    }

    /// <summary>With a token that may not read files the platform answers 200 and its sign-in page; integrators have stored that as the file.</summary>
    private static string? ReasonToReject(SlackFile file, string? mediaType, long length) =>
        mediaType == "text/html" && file.Mimetype != "text/html"
            ? "The platform answered with a web page in place of the file: the token may lack files:read."
            : file.Size is { } size && size != length ? $"The download has {length} bytes, the platform states {size}." : null;
}
