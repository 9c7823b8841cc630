namespace Archive.Web.Words;

/// <summary>Texts that the archive itself writes into its evidence, its run history and its attachments, where they stay as they were written, in English.
/// The pages show them in the person's language by this table; what is not in it is shown as it is stored. A place that begins with a capital letter is a
/// group of words of its own.</summary>
internal static class StoredTexts
{
    /// <summary>Refusals of the platform by its own code; the advice after the code is ours.</summary>
    private static readonly string[] PlatformCodes =
    [
        "not_authed",
        "invalid_auth",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "no_permission",
        "not_allowed_token_type",
        "org_login_required",
        "accesslimited",
        "access_denied",
        "team_access_not_granted",
        "enterprise_is_restricted",
        "discovery_not_enabled",
        "not_an_enterprise",
    ];

    /// <returns>Key of the words for a stored text; null when it is not one of ours.</returns>
    public static string? Find(string text) => All.FirstOrDefault(known => known.Form.Match(text) is not null).Key;

    /// <summary>Key of the words and form of the stored text; the first that fits counts, so the closer one stands first.</summary>
    public static IReadOnlyList<(string Key, TextTemplate Form)> All { get; } =
    [
        ("Stored.UserCreated", new("user {name} created as {Role}")),
        ("Stored.UserDisabled", new("user {name} disabled")),
        ("Stored.UserEnabled", new("user {name} enabled")),
        ("Stored.PasswordReset", new("password of user {name} reset")),
        ("Stored.SignedIn", new("signed in")),
        ("Stored.SignedOut", new("signed out")),
        ("Stored.RefusedUnknown", new("refused: no such account")),
        ("Stored.RefusedClosed", new("refused: account is closed")),
        ("Stored.RefusedLocked", new("refused: locked out")),
        ("Stored.RefusedPassword", new("refused: wrong password")),
        ("Stored.JobOfSourceStarted", new("job {Job} of {source} started")),
        ("Stored.JobStarted", new("job {Job} started")),
        ("Stored.CleanUpStarted", new("clean-up started")),
        ("Stored.VerificationStarted", new("verification of the evidence started")),
        ("Stored.RegisteredUnasked", new("register: {number} senders of import {source} registered with notice '{notice}', because the folder has no register of the firm")),
        ("Stored.RegisteredReason", new("register: {number} senders of import {source} registered with notice '{notice}', reason: {reason}")),
        ("Stored.Registered", new("register: {number} senders of import {source} registered with notice '{notice}'")),
        ("Stored.MadeBySchedule", new("made by schedule")),
        ("Stored.SearchScheduled", new("saved search {id}: schedule {SearchSchedule}")),
        ("Stored.SearchesNotRun", new("{number} saved searches could not be run. The next run tries them again.")),
        ("Stored.Interrupted", new("The process ended while the job ran. The next run goes on where it stopped.")),
        ("Stored.Stopped", new("Stopped before it was done. The next run goes on where it stopped.")),
        ("Stored.RedactionFailed", new("Redaction could not vouch for a text. Check the redaction policy; nothing of the page was stored.")),
        ("Stored.DiskFull", new("The disk of the data folder is full. Free some space; the next run goes on where this one stopped.")),
        ("Stored.NoAccess", new("A file of the data folder may not be read or written. Check its owner and permissions.")),
        ("Stored.Unexpected", new("Unexpected {kind}. The log of this process has the details; the next run tries again.")),
        ("Stored.AlteredFirst", new("The archive is altered: {number} findings. First: {finding}. Stop writing to it, keep the files as they are, and run 'archive verify'.")),
        ("Stored.Altered", new("The archive is altered: {number} findings. Stop writing to it, keep the files as they are, and run 'archive verify'.")),
        ("Stored.UnreadableFirst", new("The archive could not be read well enough to tell. First: {finding}. Check the disk and run 'archive verify'.")),
        ("Stored.Unreadable", new("The archive could not be read well enough to tell. Check the disk and run 'archive verify'.")),
        ("Stored.AlteredShort", new("Something stored is not what was appended.")),
        ("Stored.UnreadableShort", new("The evidence could not be read well enough to tell.")),
        ("Stored.NotDisposed", new("{number} records could not be disposed of and are still kept. The next run tries them again.")),
        ("Stored.MovedTo", new("the archive is moved to {target}")),
        ("Stored.NotMoved", new("the archive is not moved after all")),
        ("Stored.NoSecret", new("Source \"{source}\" has no secret. Set {name} under Archive:Sources:{setting} in archive.json.")),
        ("Stored.TokenUnreadable", new("The token of source {source} cannot be read. Check Token or TokenFile ({kind}).")),
        ("Stored.UserListEmpty", new("The user list of source {source} is empty: the token may not read it. Check the scopes of the app.")),
        ("Stored.AnswerTooLarge", new("{platform} sent an answer over {number} bytes. Lower the page size of the source.")),
        ("Stored.NoUsableAnswer", new("{platform} gave no usable answer: {ConnectionFault}. It is tried again with the next run.")),
        ("Stored.Continuation", new("{method} keeps giving the same continuation. It is tried again with the next run.")),
        ("Stored.UnknownForm", new("The platform answered in a form that this version does not know; look for an update.")),
        ("Stored.NoOrganisation", new("discovery.enterprise.info names no organisation. Discovery needs an organisation-wide install of the app.")),
        ("Stored.NoWorkspace", new("auth.test names no workspace: the token belongs to none. Install the app in the workspace.")),
        ("Stored.MissingScope", new("{method}: the token lacks the scope {needed}; it has {provided}. Add the scope to the app and install it again.")),
        ("Stored.Throttled", new("{method}: the platform asks to wait {number} s. Lower RequestsPerSecond, or stop other apps that share the budget.")),
        ("Stored.StatusRefused", new("{method} answered status {number}. Check the token, and that no proxy stands in between.")),
        ("Stored.StatusRetried", new("{method} answered status {number} after all retries. It is tried again with the next run.")),
        ("Stored.StatusAddress", new("{method} answered status {number}. Check BaseUrl of the source: it ends in /api/.")),
        ("Stored.FileExternal", new("Kept elsewhere; the message holds only a link to it.")),
        ("Stored.FileDeleted", new("Deleted on the platform before it could be taken.")),
        ("Stored.FileHidden", new("Hidden by the limit of the platform's plan.")),
        ("Stored.FileTooLarge", new("Larger than the limit of {number} bytes.")),
        ("Stored.FileNoAddress", new("The platform gave no address for it.")),
        ("Stored.FileBadAddress", new("The address of the file is malformed.")),
        ("Stored.FileForeign", new("The address of the file is not on a host of the platform ({host}).")),
        ("Stored.FileRedirectNowhere", new("The platform redirected the download without an address.")),
        ("Stored.FileRedirectPlain", new("The platform redirected the download to an unprotected address.")),
        ("Stored.FileRedirects", new("The download was redirected more than {number} times.")),
        ("Stored.FileStatus", new("The platform answered the download with status {number}.")),
        ("Stored.FileWebPage", new("The platform answered with a web page in place of the file: the token may lack files:read.")),
        ("Stored.FileLength", new("The download has {number} bytes, the platform states {stated}.")),
        .. PlatformCodes.Select(code => ($"PlatformError.{code}", new TextTemplate($"{{method}} answered {code}. {{advice}}"))),
    ];
}
