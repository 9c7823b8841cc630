using Archive.Core.Search;

namespace Archive.Web.Search;

/// <summary>A search under a random id, which is all that its address shows: no query text reaches an access log or a browser's history.</summary>
/// <param name="Purpose">For which it was made; each page of its hits is read under it.</param>
/// <param name="Answered">Whether a page of it was shown, so that every further one is a page of a search the audit trail has.</param>
public sealed record SavedSearch(string Id, string Account, string Query, string Purpose, SearchOrder Order, bool Answered = false);
