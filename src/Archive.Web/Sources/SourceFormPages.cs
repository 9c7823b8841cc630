using System.Text.RegularExpressions;
using Archive.Connectors.Http;
using Archive.Core.Audit;
using Archive.Core.Connectors;
using Archive.Core.Dependencies;
using Archive.Core.Sanctioning;
using Archive.Web.Hooks;
using Archive.Web.Words;

namespace Archive.Web.Sources;

/// <summary>What making and changing a source have in common: the form read, shown again, and tried.</summary>
internal sealed partial class SourceFormPages(
    IStoredSources stored,
    SourceCatalog catalog,
    ICapturedSources captured,
    RegisterDesk register,
    EntryReader reader,
    TypedSecrets typed,
    AuditTrail audit,
    PageWords words,
    IServiceProvider host,
    TimeProvider clock)
{
    private const string DraftField = "draft";

    /// <returns>Null when it is not stored: it does not exist, or the configuration names it.</returns>
    public async Task<StoredSource?> FindAsync(string name, CancellationToken cancellationToken) =>
        (await stored.ReadAsync(cancellationToken)).FirstOrDefault(s => s.Name == name);

    public static SourceFormView ShowNew(ISourcePlatform platform, HttpRequest request) =>
        new(platform, new EnteredSource { Shown = SharedFields.Proposed.ToDictionary(StringComparer.Ordinal) }, null, "", HooksOf(request));

    public static SourceFormView Show(ISourcePlatform platform, StoredSource source, HttpRequest request)
    {
        var fields = platform.Form.Fields.Concat(SharedFields.All).Where(f => !EntryReader.IsSecret(f)).Select(f => f.Setting);
        var shown = fields.ToDictionary(f => f, f => source.Settings.GetValueOrDefault(f, ""), StringComparer.Ordinal);
        var rhythm = SourceRhythm.All.FirstOrDefault(r => r.Cron == shown[SharedFields.Schedule.Setting]);
        shown[SharedFields.Schedule.Setting] = rhythm?.Name ?? "";
        return new SourceFormView(platform, new EnteredSource { Name = source.Name, Shown = shown }, source, "", HooksOf(request));
    }

    /// <param name="source">The source that is changed; null for a new one.</param>
    public async Task<SourceFormView> ReadAsync(
        HttpRequest request, ISourcePlatform platform, StoredSource? source, string account, CancellationToken cancellationToken)
    {
        var posted = await request.ReadFormAsync(cancellationToken);
        string[] place = [account, platform.Name, source?.Name ?? ""];
        var name = source?.Name ?? posted[EntryReader.Prefix + SharedFields.Name].ToString().Trim();
        var entered = reader.Read(posted, name, platform, source, typed.Open(posted[DraftField], place));
        if (source is null && await FindNameProblemAsync(name, platform, cancellationToken) is { } problem)
        {
            entered.Problems[SharedFields.Name] = problem;
        }

        return new SourceFormView(platform, entered, source, typed.Seal(entered.Typed, place), HooksOf(request));
    }

    /// <summary>Tries the connection with what was entered, and stores nothing but that it was tried.</summary>
    public async Task<SourceFormView> TryAsync(SourceFormView form, string account, CancellationToken cancellationToken)
    {
        if (!form.Entered.IsGood)
        {
            return form;
        }

        await audit.AdministeredAsync(account, $"connection of {form.Entered.Name} tried", cancellationToken);

        // Of its own states: what is only tried is nothing that the archive depends on.
        var (services, source) = SourceServices.Build(form.Entered.ToSource(form.Platform.Name, 0), host, new DependencyStates(clock));
        await using (services)
        {
            return form with { Findings = source.Check is { } check ? await PatientCheck.RunAsync(check(), clock, cancellationToken) : [] };
        }
    }

    public static string HooksOf(HttpRequest request) => $"{request.Scheme}://{request.Host}{HookEndpoints.Path}/";

    private async Task<string?> FindNameProblemAsync(string name, ISourcePlatform platform, CancellationToken cancellationToken)
    {
        if (!NamePattern().IsMatch(name))
        {
            return words[name.Length == 0 ? "SourceProblem.Required" : "SourceProblem.Name"];
        }

        if (catalog.Find(name) is not null || await FindAsync(name, cancellationToken) is not null)
        {
            return words["SourceProblem.NameTaken"];
        }

        if (register.Read().IsImported(name))
        {
            return words["SourceProblem.NameOfImport"];
        }

        return await captured.FindPlatformAsync(name, cancellationToken) is { } before && before != platform.Name
            ? words.Format("SourceProblem.NameOfOther", words.Of("Platform", before))
            : null;
    }

    /// <summary>It stands in addresses, in queries (<c>source:NAME</c>) and in every record.</summary>
    [GeneratedRegex("\\A[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?\\z", RegexOptions.None, 1_000)]
    private static partial Regex NamePattern();
}
