using Archive.Core.Connectors;
using Archive.Core.Jobs;
using Archive.Core.Redaction;

namespace Archive.Jobs;

/// <summary>What the run history says of a failure: what happened and what to do, without content or secrets.</summary>
public static class JobErrors
{
    /// <summary>HRESULT of "disk full" as .NET reports it: ENOSPC on Unix, ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL on Windows.</summary>
    private static readonly int[] DiskFull = [28, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    public static string Describe(Exception error) => error switch
    {
        // These promise in their contract to hold no content and no secret.
        ConnectorException or JobFailedException or LeaseLostException => error.Message,
        RedactionException => "Redaction could not vouch for a text. Check the redaction policy; nothing of the page was stored.",
        _ when IsDiskFull(error) => "The disk of the data folder is full. Free some space; the next run goes on where this one stopped.",
        UnauthorizedAccessException => "A file of the data folder may not be read or written. Check its owner and permissions.",
        OperationCanceledException => "Stopped before it was done. The next run goes on where it stopped.",

        // The messages of other exceptions were not written for this page and may quote anything, so only their kind is told.
        _ => $"Unexpected {error.GetType().Name}. The log of this process has the details; the next run tries again.",
    };

    public static bool IsDiskFull(Exception? error) =>
        error is not null && ((error is IOException && DiskFull.Contains(error.HResult)) || IsDiskFull(error.InnerException));
}

/// <summary>A job ran to its end and what it found is a failure. The message holds no content.</summary>
public sealed class JobFailedException(string message) : Exception(message);
