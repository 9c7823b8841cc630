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
internal sealed class AccountsModel(RegisterDesk desk, CaptureClock capture, IAuthorizationService authorization, PageWords words) : PageModel
{
    /// <summary>Rows of the table; whoever looks for somebody narrows it.</summary>
    public const int Most = 200;

    public RegisterRights Rights { get; private set; } = new(false, false, false);
    public SanctionRegister Register { get; private set; } = SanctionRegister.Empty;
    public IReadOnlyList<RegisteredAccount> Accounts { get; private set; } = [];
    public int Found { get; private set; }
    public string Query { get; private set; } = "";
    public bool WithoutNotice { get; private set; }

    /// <summary>A list that was handed in and waits for its confirmation, in Base64; null for none.</summary>
    public string? Waiting { get; private set; }

    public AccountsDifference? Difference { get; private set; }

    public DateTimeOffset Now => capture.Time.GetUtcNow();

    public async Task OnGetAsync(string? q, bool unsigned)
    {
        await ReadAsync();
        (Query, WithoutNotice) = (q?.Trim() ?? "", unsigned);
        var found = Register.Accounts.Accounts.Where(a => (!unsigned || a.NoticeVersion is null) && Fits(a, Query)).ToList();
        (Found, Accounts) = (found.Count, [.. found.OrderBy(a => a.PersonId, StringComparer.Ordinal).ThenBy(a => a.Source, StringComparer.Ordinal).ThenBy(a => a.ValidFrom).Take(Most)]);
    }

    public IActionResult OnGetDownload() =>
        File(RegisterFile.Write(desk.Read().Accounts.Accounts), "text/csv; charset=utf-8", "accounts.csv");

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

        var mark = RegisterFileMark.Of(bytes, Now);
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
