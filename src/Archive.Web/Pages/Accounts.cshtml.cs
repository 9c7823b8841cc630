using Archive.Core.Sanctioning;
using Archive.Web.Auth;
using Archive.Web.Hosting;
using Archive.Web.Register;
using Archive.Web.Words;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Archive.Web.Pages;

/// <summary>People and their accounts; the firm's list is handed in here, looked at, and confirmed.</summary>
[Authorize(Policy = ArchivePolicies.ReadRegister)]
internal sealed class AccountsModel(RegisterDesk desk, RegisterFileImport registerCsv, CaptureClock capture, TimeProvider clock, IAuthorizationService authorization, PageWords words) : PageModel
{
    /// <summary>Rows of the table; whoever looks for somebody narrows it.</summary>
    public const int Most = 200;

    /// <summary>Accounts whose capture a list ends or begins, that its preview names; the counts are of all.</summary>
    public const int MostChanges = 20;

    private const string Csv = "text/csv; charset=utf-8";

    public RegisterRights Rights { get; private set; } = new(false, false, false);
    public SanctionRegister Register { get; private set; } = SanctionRegister.Empty;
    public IReadOnlyList<RegisteredAccount> Accounts { get; private set; } = [];
    public int Found { get; private set; }
    public string Query { get; private set; } = "";
    public bool WithoutNotice { get; private set; }

    /// <summary>A list that was handed in and waits for its confirmation, in Base64; null for none.</summary>
    public string? Waiting { get; private set; }

    /// <summary>The register.csv of the data folder, where it holds another list and does not count.</summary>
    public IgnoredRegisterFile? Ignored { get; private set; }

    public AccountsDifference? Difference { get; private set; }

    /// <summary>Who would be captured no more, and who from now on; stands beside the difference.</summary>
    public CaptureDifference Capture { get; private set; } = new([], []);

    public DateTimeOffset Now => capture.Time.GetUtcNow();

    public async Task OnGetAsync(string? q, bool unsigned, CancellationToken cancellationToken)
    {
        await ReadAsync();
        Ignored = await registerCsv.FindIgnoredAsync(cancellationToken);
        (Query, WithoutNotice) = (q?.Trim() ?? "", unsigned);
        var found = Register.Accounts.Accounts.Where(a => (!unsigned || a.NoticeVersion is null) && Fits(a, Query)).ToList();
        (Found, Accounts) = (found.Count, [.. found.OrderBy(a => a.PersonId, StringComparer.Ordinal).ThenBy(a => a.Source, StringComparer.Ordinal).ThenBy(a => a.ValidFrom).Take(Most)]);
    }

    /// <summary>The firm's own list, to be changed and handed in again.</summary>
    public IActionResult OnGetDownload() => File(RegisterFile.Write(desk.Read().Lines.GetValueOrDefault(RegisterOrigins.File, [])), Csv, "accounts.csv");

    /// <summary>Every line that counts, those of directories and imports too: handed in again they would become the firm's own, which no directory ends any more.</summary>
    public IActionResult OnGetDownloadAll() => File(RegisterFile.Write(desk.Read().Accounts.Accounts), Csv, "all-accounts.csv");

    /// <summary>Shows what a list would change, and changes nothing.</summary>
    public async Task<IActionResult> OnPostPreviewAsync(IFormFile? file, CancellationToken cancellationToken)
    {
        await ReadAsync();
        if (!Rights.Manage)
        {
            return Forbid();
        }

        if (await Upload.ReadAsync(file, cancellationToken) is not { } bytes)
        {
            return Refuse(words["Register.NoFile"]);
        }

        if (TryRead(bytes, out var problem) is not { } lines)
        {
            return Refuse(problem);
        }

        Difference = AccountsDifference.Of(Register.Lines.GetValueOrDefault(RegisterOrigins.File, []), lines);
        Capture = CaptureDifference.Of(Register, RegisterOrigins.File, lines, Now);
        Waiting = Convert.ToBase64String(bytes);
        return Page();
    }

    public async Task<IActionResult> OnPostImportAsync(string? list, CancellationToken cancellationToken)
    {
        await ReadAsync();
        if (!Rights.Manage)
        {
            return Forbid();
        }

        var bytes = new byte[Upload.Most];
        if (!Convert.TryFromBase64String(list ?? "", bytes, out var length) || length == 0)
        {
            return Refuse(words["Register.NoFile"]);
        }

        bytes = bytes[..length];
        if (TryRead(bytes, out var problem) is not { } lines)
        {
            return Refuse(problem);
        }

        // By the clock that dates files: that of captures stands still in a demo.
        var mark = RegisterFileMark.HandedIn(bytes, Register, clock.GetUtcNow());
        await desk.ReplaceAccountsAsync(RegisterOrigins.File, lines, mark, User.Identity?.Name ?? "", cancellationToken);
        TempData["Note"] = words.Format("Accounts.Imported", words.Number(lines.Count));
        return RedirectToPage();
    }

    private IActionResult Refuse(string why)
    {
        TempData["Warning"] = why;
        return RedirectToPage();
    }

    private IReadOnlyList<RegisteredAccount>? TryRead(byte[] bytes, out string problem)
    {
        try
        {
            problem = "";
            return RegisterFile.Read(bytes);
        }
        catch (RegisterFormatException e)
        {
            problem = words.Format("Register.Unreadable", words.Number(e.Line), words.Number(e.Column), e.Expected);
            return null;
        }
    }

    private async Task ReadAsync()
    {
        Rights = await RegisterRights.OfAsync(User, authorization);
        Register = desk.Read();
    }

    private static bool Fits(RegisteredAccount account, string query) => query.Length == 0
        || new[] { account.PersonId, account.AccountId, account.Name, account.Department ?? "", account.Source }.Any(cell => cell.Contains(query, StringComparison.OrdinalIgnoreCase));
}
