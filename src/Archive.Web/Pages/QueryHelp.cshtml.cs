using Archive.Core.Search;
using Archive.Web.Auth;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Archive.Web.Pages;

/// <summary>The query language on one page: docs/query-language.md is the whole of it.</summary>
[Authorize(Policy = ArchivePolicies.SearchContent)]
internal sealed class QueryHelpModel : PageModel
{
    /// <summary>What the empty search page teaches.</summary>
    public static readonly IReadOnlyList<string> First = ["Words", "Phrase", "Chinese", "Boolean", "Person", "Place", "Time"];

    public static readonly IReadOnlyList<string> Examples = [.. First, "Recent", "List", "Near", "Wildcard", "Traits", "More", "Escape"];

    public static readonly IReadOnlyList<(string Name, IReadOnlyList<string> Values)> Fields =
    [
        ("type", DocumentTraits.Types),
        ("has", DocumentTraits.Parts),
        ("lang", ScriptDetector.Languages),
        ("revision", [DocumentTraits.First, DocumentTraits.Later]),
    ];

    public void OnGet()
    {
    }
}
