namespace Archive.Core.Quarantine;

/// <summary>Kinds of reasons: the words before the colon, by which items are counted and chosen. Stored; never changed.</summary>
public static class QuarantineReasons
{
    /// <summary>The connector could not make a message of it.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>The redactor could not vouch for its text.</summary>
    public const string RedactionFailed = "redaction failed";

    /// <summary>It was to be read again, and what is kept does not suffice for that.</summary>
    public const string NotRetryable = "cannot be retried";

    /// <summary>It was read again, and the gate refuses it for something that may pass, or a hold matches it.</summary>
    public const string RefusedForNow = "refused for now";

    /// <summary>It was read again while the platform still has a file of it that could not be fetched: a later retry may have it.</summary>
    public const string FilesNotReady = "files not ready";

    public static IReadOnlyList<string> All { get; } = [Unreadable, RedactionFailed, NotRetryable, RefusedForNow, FilesNotReady];

    public static string KindOf(string reason) => reason.Split(':')[0];
}
