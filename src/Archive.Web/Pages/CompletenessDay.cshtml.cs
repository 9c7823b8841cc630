using System.Globalization;
using System.Text;
using Archive.Core.Completeness;
using Archive.Core.Evidence;
using Archive.Web.Auth;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Archive.Web.Pages;

/// <summary>What is stated of one day: both groups of figures, the signed note, and every statement that was made of it.</summary>
[Authorize(Policy = ArchivePolicies.ReadSources)]
internal sealed class CompletenessDayModel(DayOverview overview, NoteSigner signer) : PageModel
{
    public string Source { get; private set; } = "";

    public StatedDay? Day { get; private set; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<DayStatement> History { get; private set; } = [];

    /// <summary>Who signs: what a stranger checks the note with.</summary>
    public string Key => signer.Verifier.ToString();

    /// <summary>Records of the day that came after the statement was made.</summary>
    public long Since => Day?.Statement is { } statement ? Math.Max(0, Day.Now.Admitted - statement.Arrivals.Admitted) : 0;

    public async Task<IActionResult> OnGetAsync(string source, string day, CancellationToken cancellationToken) =>
        await FindAsync(source, day, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnGetNoteAsync(string source, string day, CancellationToken cancellationToken) =>
        await FindAsync(source, day, cancellationToken) && Day?.Statement?.Note is { } note
            ? File(Encoding.UTF8.GetBytes(note), "text/plain; charset=utf-8", $"completeness-{Day.Day:yyyy-MM-dd}.txt")
            : NotFound();

    private async Task<bool> FindAsync(string source, string day, CancellationToken cancellationToken)
    {
        if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            || !(await overview.ReadSourcesAsync(cancellationToken)).Contains(source, StringComparer.Ordinal))
        {
            return false;
        }

        Source = source;
        var days = await overview.ReadAsync(source, date, date, cancellationToken);
        Day = days.Count > 0 ? days[0] : null;
        History = await overview.ReadHistoryAsync(source, date, cancellationToken);
        return Day is not null;
    }
}
