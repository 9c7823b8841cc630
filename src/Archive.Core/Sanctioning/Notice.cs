namespace Archive.Core.Sanctioning;

/// <summary>A version of the notice that tells employees what is kept about them. Never changed once it is published.</summary>
/// <param name="Version">Its name: "monitoring-notice@2".</param>
/// <param name="Text">What employees read, in the firm's words.</param>
/// <param name="Sha256">Of the text in UTF-8, lower-case hex: whoever signs, signs this.</param>
public sealed record Notice(string Version, string Text, string Sha256, DateTimeOffset PublishedAt, string PublishedBy);

/// <summary>Somebody has signed a notice, for all of their accounts.</summary>
/// <param name="Person">The firm's id.</param>
/// <param name="Sha256">Of the text that was signed.</param>
/// <param name="Signer">Name that was given with the signature.</param>
/// <param name="SignedAt">UTC, whole microseconds.</param>
/// <param name="DocumentSha256">Of the signed paper, where one was uploaded; lower-case hex.</param>
public sealed record NoticeSignature(
    string Person, string Version, string Sha256, string Signer, DateTimeOffset SignedAt, SignatureWay Way, string? DocumentSha256 = null);

/// <summary>How a signature came here. The names are stored and never change.</summary>
public enum SignatureWay
{
    /// <summary>On the page that a personal link opens.</summary>
    Link,

    /// <summary>On paper, of which a copy was handed in.</summary>
    Upload,

    /// <summary>As a line of a list.</summary>
    Import,
}
