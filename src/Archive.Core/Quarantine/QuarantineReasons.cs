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

    public static IReadOnlyList<string> All { get; } = [Unreadable, RedactionFailed, NotRetryable];

    public static string KindOf(string reason) => reason.Split(':')[0];
}
