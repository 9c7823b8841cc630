using Archive.Core.Audit;
using Archive.Core.Jobs;
using Archive.Core.Quarantine;
using Archive.Jobs;
using Archive.Storage;
using Archive.Web.Auth;
using Archive.Web.Operations;
using Archive.Web.Quarantine;
using Archive.Web.Words;
using AutoMapper;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Archive.Web.Pages;

/// <summary>Items that could not be read or redacted: why, what to do, reading them again, and discarding them with the approval of a second person. No
/// content is shown here.</summary>
[Authorize(Policy = ArchivePolicies.ReadQuarantine)]
internal sealed class QuarantineModel(
    IQuarantine quarantine,
    QuarantineDiscards discards,
    IJobScheduler scheduler,
    IJobRunLog runs,
    AuditTrail audit,
    IMapper mapper,
    PageWords words,
    IAuthorizationService authorization) : PageModel
{
    private const int PageSize = 50;
    private const int LongestReason = 500;

    public QuarantineRights Rights { get; private set; } = new(false, false, false, false);
    public IReadOnlyList<QuarantineGroup> Groups { get; private set; } = [];
    public IReadOnlyList<QuarantinedRecord> Items { get; private set; } = [];
    public IReadOnlyList<DiscardProposal> Proposals { get; private set; } = [];
    public IReadOnlyList<JobRunView> Runs { get; private set; } = [];
    public QuarantineFilter Filter { get; private set; } = QuarantineFilter.All;

    /// <summary>Number to go on after; null at the end.</summary>
    public long? Next { get; private set; }

    /// <summary>Items that were chosen, about which the person is asked once more.</summary>
    public IReadOnlyList<long> Chosen { get; private set; } = [];

    public QuarantineQuestion Question { get; private set; }

    /// <summary>The proposal that is about to be decided.</summary>
    public DiscardProposal? Deciding { get; private set; }

    public IReadOnlyList<QuarantinedRecord> Concerned { get; private set; } = [];

    public long Total => Groups.Sum(g => g.Count);

    private string Account => User.Identity?.Name ?? "";

    public async Task<IActionResult> OnGetAsync(
        CancellationToken cancellationToken, string? source = null, string? kind = null, bool? proposed = null, long after = 0, long? decide = null)
    {
        await ReadAsync(source, kind, proposed, after, cancellationToken);
        Deciding = decide is { } id ? Proposals.FirstOrDefault(p => p.Id == id) : null;
        if (decide is not null && Deciding is null)
        {
            return NotFound();
        }

        Concerned = await ReadItemsAsync(Deciding?.Items ?? [], cancellationToken);
        return Page();
    }

    /// <summary>Asks once more before anything is done with the items that were ticked.</summary>
    public async Task<IActionResult> OnPostChooseAsync(long[] item, QuarantineQuestion question, CancellationToken cancellationToken)
    {
        await ReadAsync(null, null, null, 0, cancellationToken);
        if (!(question switch { QuarantineQuestion.Retry => Rights.Retry, QuarantineQuestion.Discard => Rights.Propose, _ => false }))
        {
            return Forbid();
        }

        Concerned = await ReadItemsAsync(item, cancellationToken);
        (Chosen, Question) = ([.. Concerned.Select(i => i.Id)], question);
        if (Chosen.Count > 0)
        {
            return Page();
        }

        TempData["Warning"] = words["Quarantine.NoneChosen"];
        return RedirectToPage();
    }

    /// <summary>Those that are named, or all that the filter lets through.</summary>
    public async Task<IActionResult> OnPostRetryAsync(long[] item, string? source, string? kind, bool all, CancellationToken cancellationToken)
    {
        if (!(await QuarantineRights.OfAsync(User, authorization)).Retry)
        {
            return Forbid();
        }

        if (item.Length == 0 && !all)
        {
            TempData["Warning"] = words["Quarantine.NoneChosen"];
            return RedirectToPage();
        }

        await audit.AdministeredAsync(Account, $"job {JobNames.RetryQuarantine} started", cancellationToken);
        var started = await scheduler.RetryQuarantineAsync(Empty(source), Empty(kind), all ? null : item, Account, cancellationToken);
        TempData[started ? "Note" : "Warning"] = started ? words.Format("Jobs.Started", words["Job.retry-quarantine"]) : words["Quarantine.RunsAlready"];
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostProposeAsync(long[] item, string? reason, CancellationToken cancellationToken)
    {
        if (!(await QuarantineRights.OfAsync(User, authorization)).Propose)
        {
            return Forbid();
        }

        return await TryAsync(async () =>
        {
            var text = reason?.Trim() ?? "";
            var proposal = await discards.ProposeAsync(item, text.Length > LongestReason ? text[..LongestReason] : text, Account, cancellationToken);
            TempData["Note"] = words.Format("Quarantine.Proposed", words.Number(proposal.Items.Count));
        });
    }

    public async Task<IActionResult> OnPostApproveAsync(long id, bool understood, CancellationToken cancellationToken)
    {
        if (!(await QuarantineRights.OfAsync(User, authorization)).Approve)
        {
            return Forbid();
        }

        if (!understood)
        {
            TempData["Warning"] = words["CleanUp.NotUnderstood"];
            return RedirectToPage(new { decide = id });
        }

        return await TryAsync(async () =>
        {
            var result = await discards.ApproveAsync(id, Account, cancellationToken);
            TempData["Note"] = words.Format("Quarantine.Discarded", words.Number(result.Discarded.Count));
            if (result.Kept.Count > 0)
            {
                var why = result.Kept.GroupBy(k => k.Decision.Reason).Select(g => $"{words.Of("KeptReason", g.Key)} ({words.Number(g.Count())})");
                TempData["Warning"] = words.Format("Quarantine.Kept", words.Number(result.Kept.Count), string.Join(", ", why));
            }

            await CompactAsync(cancellationToken);
        });
    }

    /// <summary>Whoever may approve may refuse; whoever proposed may take it back.</summary>
    public async Task<IActionResult> OnPostRefuseAsync(long id, CancellationToken cancellationToken)
    {
        var rights = await QuarantineRights.OfAsync(User, authorization);
        var proposal = (await quarantine.ReadProposalsAsync(cancellationToken)).FirstOrDefault(p => p.Id == id);
        if (!rights.Approve && !(rights.Propose && proposal?.MayApprove(Account) == false))
        {
            return Forbid();
        }

        return await TryAsync(async () =>
        {
            await discards.RefuseAsync(id, Account, cancellationToken);
            TempData["Note"] = words["Quarantine.Refused"];
        });
    }

    private async Task ReadAsync(string? source, string? kind, bool? proposed, long after, CancellationToken cancellationToken)
    {
        Rights = await QuarantineRights.OfAsync(User, authorization);
        Groups = await quarantine.CountAsync(cancellationToken);
        Proposals = await quarantine.ReadProposalsAsync(cancellationToken);
        Filter = new QuarantineFilter(Empty(source), Empty(kind), proposed);
        var found = await quarantine.ListAsync(Filter, after, PageSize + 1, cancellationToken);
        Items = [.. found.Take(PageSize)];
        Next = found.Count > PageSize ? Items[^1].Id : null;
        Runs = mapper.Map<IReadOnlyList<JobRunView>>(await runs.ReadAsync(JobNames.RetryQuarantine, null, 5, cancellationToken));
    }

    private async Task<IReadOnlyList<QuarantinedRecord>> ReadItemsAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var items = new List<QuarantinedRecord>();
        foreach (var id in ids.Distinct().Take(QuarantineDiscards.MostItems))
        {
            items.AddRange((await quarantine.ListAsync(QuarantineFilter.All, id - 1, 1, cancellationToken)).Where(i => i.Id == id));
        }

        return items;
    }

    private async Task<IActionResult> TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (QuarantineRefusedException e)
        {
            TempData["Warning"] = words.Problem("QuarantineRefusal", e.Kind.ToString(), e.Message);
        }

        return RedirectToPage();
    }

    /// <summary>What was destroyed is destroyed; that its bytes go from the files as well may have to wait for a reader.</summary>
    private async Task CompactAsync(CancellationToken cancellationToken)
    {
        try
        {
            await discards.CompactAsync(cancellationToken);
        }
        catch (StorageException)
        {
            TempData["Warning"] = $"{TempData["Warning"]} {words["Quarantine.NotCompacted"]}".Trim();
        }
    }

    private static string? Empty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

/// <summary>What is to be done with the items that were ticked.</summary>
internal enum QuarantineQuestion
{
    None,
    Retry,
    Discard,
}
