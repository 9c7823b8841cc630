namespace Archive.Core.Sanctioning;

/// <summary>One line of the firm's register: this account may (or, for a counterparty who declined, must not) be captured in this period.</summary>
/// <param name="PersonId">The firm's id of the human behind the account: what holds are placed on.</param>
/// <param name="ValidTo">Exclusive; null while it goes on.</param>
/// <param name="NoticeVersion">Name of the notice text that the person signed; null when no notice was given.</param>
public sealed record RegisteredAccount(
    string Source,
    string AccountId,
    string PersonId,
    string Name,
    string? Department,
    DateTimeOffset ValidFrom,
    DateTimeOffset? ValidTo,
    string? NoticeVersion,
    DateTimeOffset? NoticeSignedAt,
    AccountStanding Standing);

public enum AccountStanding
{
    Sanctioned,

    /// <summary>A counterparty who declined to be archived in this period.</summary>
    Declined,
}
