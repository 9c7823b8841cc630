using System.Security.Cryptography;
using System.Text;
using Archive.Connectors.Http;
using Archive.Connectors.WeCom.Sdk;
using Archive.Core.Connectors;
using Archive.Core.Messages;

namespace Archive.Connectors.WeCom;

/// <summary>Takes the files of messages piece by piece, or says why not.</summary>
internal sealed class WeComFiles(SdkSupervisor sdk, WeComOptions options, RequestPace pace, TimeProvider time)
{
    private const string Function = "GetMediaData";

    /// <summary>Of one piece. A failed piece is asked for again, never the file from its beginning.</summary>
    private const int Attempts = 3;

    /// <summary>What is known of a file that is not to be fetched.</summary>
    public static Attachment Describe(WeComFile file) => Describe(file, AttachmentState.NotTaken, file.Reason ?? FileSelections.NotAsked);

    /// <summary>The platform's own sums are often absent or wrong, so a difference is told and the file kept out: it is asked for again with a later run.</summary>
    public async Task<(Attachment Attachment, FileBytes? File)> TakeAsync(WeComFile file, CancellationToken cancellationToken)
    {
        var (failure, taken) = await DownloadAsync(file, cancellationToken);
        return taken is null ? (failure!, null) // one of both is there
            : FindDifference(file, taken) is { } difference ? (Describe(file, AttachmentState.Failed, difference), null)
            : Stored(file, taken, null);
    }

    /// <summary>In a later run. What then comes twice alike is the file, whatever its message states: it is stored with the difference as reason.</summary>
    public async Task<(Attachment Attachment, FileBytes? File)> TakeLaterAsync(WeComFile file, CancellationToken cancellationToken)
    {
        var (failure, taken) = await DownloadAsync(file, cancellationToken);
        if (taken is null || FindDifference(file, taken) is not { } difference)
        {
            return taken is null ? (failure!, null) : Stored(file, taken, null); // one of both is there
        }

        using var again = (await DownloadAsync(file, cancellationToken)).File;
        return again?.Sha256 == taken.Sha256 ? Stored(file, taken, difference) : (Describe(file, AttachmentState.Failed, difference), null);
    }

    /// <returns>Why not, or the file.</returns>
    private async Task<(Attachment? Failure, FileBytes? File)> DownloadAsync(WeComFile file, CancellationToken cancellationToken)
    {
        if (file.Reason is { } known)
        {
            return (Describe(file, AttachmentState.NotTaken, known), null);
        }

        if (file.Size > options.MaxFileBytes)
        {
            return (Describe(file, AttachmentState.NotTaken, TooLarge), null);
        }

        using var spool = new FileSpool(options.MaxFileBytes);
        for (var index = ""; ;)
        {
            var part = await ReadAsync(index, file.Id, cancellationToken);
            if (part is not { Code: 0 })
            {
                return (Refused(file, part?.Code), null);
            }

            if (spool.Length + part.Value.Data.Length > options.MaxFileBytes)
            {
                return (Describe(file, AttachmentState.NotTaken, TooLarge), null);
            }

            await spool.WriteAsync(part.Value.Data, cancellationToken);
            if (part.Value.IsLast)
            {
                return (null, spool.Complete());
            }

            if (part.Value.Next == index || part.Value.Data.Length == 0)
            {
                return (Describe(file, AttachmentState.Failed, "The download did not get on."), null);
            }

            index = part.Value.Next;
        }
    }

    private string TooLarge => $"Larger than the limit of {options.MaxFileBytes} bytes.";

    /// <returns>Null when the library breaks over it.</returns>
    private async Task<SdkMediaPart?> ReadAsync(string index, string id, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await pace.WaitAsync(Function, cancellationToken);
            try
            {
                var part = await sdk.ReadMediaAsync(index, id, cancellationToken);
                if (part.Code == 0 || attempt == Attempts || !WeComErrors.PassingCodes.Contains(part.Code))
                {
                    return part;
                }
            }
            catch (SdkBrokenException)
            {
                return null;
            }

            await Task.Delay(TimeSpan.FromSeconds(1 << attempt), time, cancellationToken);
        }
    }

    /// <returns>In what it is not what the message states; null where it is, or nothing is stated.</returns>
    private static string? FindDifference(WeComFile file, FileBytes taken)
    {
        if (file.Size is { } size && size != taken.Length)
        {
            return "The download does not have the size that the message states.";
        }

#pragma warning disable CA5351 // The platform states nothing better; what is kept is under SHA-256.
        return file.Md5 is { } md5 && md5 != Convert.ToHexStringLower(MD5.HashData(taken.Read())) ? "The download does not have the MD5 that the message states." : null;
#pragma warning restore CA5351
    }

    private static (Attachment Attachment, FileBytes? File) Stored(WeComFile file, FileBytes taken, string? difference) =>
        (Describe(file, AttachmentState.Stored, difference) with { Size = taken.Length, Sha256 = taken.Sha256 }, taken);

    private static Attachment Refused(WeComFile file, int? code) => code switch
    {
        null => Describe(file, AttachmentState.Failed, "The platform's library breaks over this file."),
        WeComErrors.Expired => Describe(file, AttachmentState.NotTaken, "Older than the platform gives out."),
        WeComErrors.BadFile => Describe(file, AttachmentState.NotTaken, "The platform does not know the file."),
        WeComErrors.Undecryptable => Describe(file, AttachmentState.NotTaken, "The platform's library cannot open it."),
        10009 or 10011 => throw WeComErrors.FromReturnCode(Function, code.Value),
        _ => Describe(file, AttachmentState.Failed, $"The platform's library could not fetch it (code {code})."),
    };

    /// <summary>The platform's id is hundreds of characters long; the archive's is made from it.</summary>
    private static Attachment Describe(WeComFile file, AttachmentState state, string? reason) => new(
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file.Id)))[..32], file.Name, file.MediaType, file.Size ?? 0, state, null, reason);
}
