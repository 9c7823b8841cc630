namespace Archive.Core.Sanctioning;

/// <summary>The firm's register at one version: who may be captured where, under which notice, on which lawful basis. Immutable; safe for concurrent readers.
/// Made by <see cref="RegisterState"/>.</summary>
public sealed class SanctionRegister
{
    private readonly IReadOnlyDictionary<string, ListedPeriods> _listed;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<ApprovedScope>> _scopes;
    private readonly IReadOnlyDictionary<string, Notice> _notices;
    private readonly ILookup<string, NoticeSignature> _signatures;

    internal SanctionRegister(RegisterState state, string version)
    {
        Version = version;
        _listed = state.Listed.ToDictionary(StringComparer.Ordinal);
        _scopes = state.Scopes.ToDictionary(s => s.Key, s => (IReadOnlyList<ApprovedScope>)[.. s.Value], StringComparer.Ordinal);
        _notices = state.Notices.ToDictionary(StringComparer.Ordinal);
        _signatures = state.Signatures.ToLookup(s => s.Person, StringComparer.Ordinal);
        Proposals = [.. state.Proposals.Values.OrderBy(p => p.Id)];
        Directories = state.Directories.ToDictionary(d => d.Key, d => d.Value.ToSnapshot(), StringComparer.Ordinal);
        Lines = state.Lines.ToDictionary(l => l.Key, l => (IReadOnlyList<RegisteredAccount>)[.. l.Value], StringComparer.Ordinal);
        LastFile = state.LastFile;
        Accounts = new AccountRegister(EffectiveLines().Select(WithNotice));
    }

    /// <summary>Knows nobody: nothing is captured.</summary>
    public static SanctionRegister Empty { get; } = new RegisterState().ToRegister();

    /// <summary>SHA-256 over the previous version and the change that made this one, lower-case hex: whoever has the entries of the log can work it out.</summary>
    public string Version { get; }

    /// <summary>Every line that counts, with the notice that really stands behind it: none where its version was never published.</summary>
    public AccountRegister Accounts { get; }

    /// <summary>Lines as they came in, by origin.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<RegisteredAccount>> Lines { get; }

    /// <summary>The file that was imported last; null for none.</summary>
    public RegisterFileMark? LastFile { get; }

    public IReadOnlyList<ProposedScope> Proposals { get; }

    /// <summary>Departments and people, by source.</summary>
    public IReadOnlyDictionary<string, DirectorySnapshot> Directories { get; }

    public IReadOnlyCollection<Notice> Notices => [.. _notices.Values.OrderBy(n => n.PublishedAt)];

    public Notice? FindNotice(string version) => _notices.GetValueOrDefault(version);

    /// <summary>What a person has signed, oldest first.</summary>
    public IReadOnlyList<NoticeSignature> SignaturesOf(string person) => [.. _signatures[person].OrderBy(s => s.SignedAt)];

    /// <summary>People who have signed a notice, on a line or by themselves.</summary>
    public int CountSigned(string version) => Lines.SelectMany(l => l.Value).Where(a => a.NoticeVersion == version).Select(a => a.PersonId)
        .Concat(_signatures.SelectMany(s => s).Where(s => s.Version == version).Select(s => s.Person)).Distinct(StringComparer.Ordinal).Count();

    /// <summary>Sources with a scope, or with one that waits for a decision; may name one twice.</summary>
    public IEnumerable<string> ScopeSources => _scopes.Keys.Concat(Proposals.Select(p => p.Scope.Source));

    /// <summary>All versions of a source's scope, oldest first. The last one is in force.</summary>
    public IReadOnlyList<ApprovedScope> ScopesOf(string source) => _scopes.TryGetValue(source, out var scopes) ? scopes : [];

    /// <summary>Accounts that the platform's official scope lists now; null where it does not tell.</summary>
    public IReadOnlyCollection<string>? ListedNow(string source) => _listed.TryGetValue(source, out var listed) && listed.IsKnown ? [.. listed.Now] : null;

    /// <summary>Why a message of a source must not be captured now, whoever sent it; null where the scope in force covers it.</summary>
    public SanctionReason? RefusalOf(string source, DateTimeOffset sentAt, DateTimeOffset now) =>
        ScopesOf(source) is [.., var inForce] ? inForce.Scope.Refuse(sentAt, now) : SanctionReason.NoLawfulBasis;

    internal ListedPeriods ListedOf(string source) => _listed.GetValueOrDefault(source, ListedPeriods.None);

    /// <summary>The firm's own word on an account counts before what a directory says.</summary>
    private IEnumerable<RegisteredAccount> EffectiveLines()
    {
        var own = Lines.Where(l => !RegisterOrigins.IsDirectory(l.Key)).SelectMany(l => l.Value).ToList();
        var known = own.Select(a => (a.Source, a.AccountId)).ToHashSet();
        return own.Concat(Lines.Where(l => RegisterOrigins.IsDirectory(l.Key)).SelectMany(l => l.Value).Where(a => !known.Contains((a.Source, a.AccountId))));
    }

    private RegisteredAccount WithNotice(RegisteredAccount line)
    {
        var signed = _signatures[line.PersonId].Where(s => _notices.ContainsKey(s.Version)).Select(s => (s.Version, s.SignedAt));
        if (line is { NoticeVersion: { } version, NoticeSignedAt: { } at } && _notices.ContainsKey(version))
        {
            signed = signed.Append((version, at));
        }

        return signed.OrderBy(s => s.SignedAt).Select(s => line with { NoticeVersion = s.Version, NoticeSignedAt = s.SignedAt }).FirstOrDefault()
            ?? line with { NoticeVersion = null, NoticeSignedAt = null };
    }
}
