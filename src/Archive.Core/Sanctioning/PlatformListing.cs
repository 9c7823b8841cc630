namespace Archive.Core.Sanctioning;

/// <summary>All accounts that a platform's official scope lists now.</summary>
/// <param name="Since">When it was asked before, in a run that read everything or in this one before it was interrupted: whoever is new was not listed then, so
/// that a message which was refused by the list of that time stays refused. Null while no run has read everything: nothing was decided for good by the list before,
/// and whoever is new counts since that one.</param>
public sealed record PlatformListing(IReadOnlyCollection<string> Accounts, DateTimeOffset? Since);
