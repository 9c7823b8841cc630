using Archive.Core.Audit;
using Archive.Core.Search;

namespace Archive.Web.Auth;

/// <summary>The person of the request as a reader: the one way in which pages and API come to what somebody may see.</summary>
internal sealed class SignedInReader(IHttpContextAccessor accessor)
{
    public string Account => Context.User.Identity?.Name ?? "";

    public SearchScope Scope => AccountScope.Of(Context.User);

    private HttpContext Context => accessor.HttpContext ?? throw new InvalidOperationException("There is a reader only within a request.");

    public Reader For(string purpose) => new(Account, purpose, Scope);
}
