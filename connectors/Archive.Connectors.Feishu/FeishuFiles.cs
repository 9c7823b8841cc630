using Archive.Connectors.Http;
using Archive.Core.Connectors;
using Archive.Core.Messages;

namespace Archive.Connectors.Feishu;

/// <summary>Takes the files of messages, or says why not.</summary>
internal sealed class FeishuFiles(FeishuApi api, int maxBytes)
{
    private const string Method = "im/v1/messages/resources";

    /// <summary>What is known of a file that is not to be fetched.</summary>
    public static Attachment Describe(FeishuFile file) => Describe(file, AttachmentState.NotTaken, file.Reason ?? FileSelections.NotAsked);

    public static Attachment GiveUp(FeishuFile file, string reason) => Describe(file, AttachmentState.Failed, reason);

    /// <exception cref="ConnectorException">Transient: it could not be fetched for now.</exception>
    public async Task<(Attachment Attachment, FileBytes? File)> TakeAsync(FeishuFile file, CancellationToken cancellationToken)
    {
        if (file.Reason is { } known)
        {
            return (Describe(file, AttachmentState.NotTaken, known), null);
        }

        var path = $"im/v1/messages/{Uri.EscapeDataString(file.MessageId)}/resources/{Uri.EscapeDataString(file.Key)}?type={(file.IsImage ? "image" : "file")}";
        var result = await api.DownloadAsync(Method, path, maxBytes, cancellationToken);
        if (result.File is not { } taken)
        {
            return (Describe(file, result.Final ? AttachmentState.NotTaken : AttachmentState.Failed, result.Reason), null);
        }

        // The platform states neither size nor checksum beside the message; the length that it announced was checked while reading.
        var type = result.MediaType ?? "application/octet-stream";
        return (new Attachment(file.Key, file.Name, type, taken.Length, AttachmentState.Stored, taken.Sha256, null), taken);
    }

    private static Attachment Describe(FeishuFile file, AttachmentState state, string? reason) =>
        new(file.Key, file.Name, file.IsImage ? "image/*" : "application/octet-stream", 0, state, null, reason);
}
