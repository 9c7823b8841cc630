namespace Archive.Core.Search.Saved;

/// <summary>Says whether the owner of a scheduled search may still search, at the moment it runs. Asked anew each time: nobody is there whose session
/// would have ended.</summary>
public interface ISearchOwners
{
    Task<SearchOwner> ReadAsync(string account, CancellationToken cancellationToken);
}

/// <param name="Scope">What the owner may find; null when the owner may not search.</param>
/// <param name="Trouble">Why not; <see cref="SavedSearchTrouble.None"/> with a scope.</param>
public sealed record SearchOwner(SearchScope? Scope, SavedSearchTrouble Trouble)
{
    public static SearchOwner May(SearchScope scope) => new(scope, SavedSearchTrouble.None);

    public static SearchOwner MayNot(SavedSearchTrouble why) => new(null, why);
}
