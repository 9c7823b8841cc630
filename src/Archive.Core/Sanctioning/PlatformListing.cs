namespace Archive.Core.Sanctioning;

/// <summary>All accounts that a platform's official scope lists now.</summary>
/// <param name="Since">When it was asked before in a run that read everything; null for never. Whoever is new was not listed then, so that a message which was
/// refused by the list of that time stays refused.</param>
public sealed record PlatformListing(IReadOnlyCollection<string> Accounts, DateTimeOffset? Since);
