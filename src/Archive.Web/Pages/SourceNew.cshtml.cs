using Archive.Connectors.Http;
using Archive.Web.Auth;
using Archive.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Archive.Web.Pages;

/// <summary>Which platform the new source is on.</summary>
[Authorize(Policy = ArchivePolicies.RunJobs)]
internal sealed class SourceNewModel : PageModel
{
    public IReadOnlyList<ISourcePlatform> Platforms { get; } = SourcePlatforms.All;
}
