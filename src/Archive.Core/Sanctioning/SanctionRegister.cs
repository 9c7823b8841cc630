namespace Archive.Core.Sanctioning;

/// <summary>The firm's register at one version: who may be captured where, under which notice, on which lawful basis. Immutable; safe for concurrent readers.
/// Made by <see cref="RegisterState"/>.</summary>
public sealed class SanctionRegister
{
    private readonly IReadOnlyDictionary<string, ListedPeriods> _listed;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<ApprovedScope>> _scopes;
    private readonly IReadOnlyDictionary<string, Notice> _notices;
    private readonly ILookup<string, NoticeSignature> _signatures;
    private readonly ILookup<string, string> _holdings;
    private readonly HashSet<string> _files;

    internal SanctionRegister(RegisterState state, string version)
    {
        Version = version;
        _listed = state.Listed.ToDictionary(StringComparer.Ordinal);
        _scopes = state.Scopes.ToDictionary(s => s.Key, s => (IReadOnlyList<ApprovedScope>)[.. s.Value], StringComparer.Ordinal);
        _notices = state.Notices.ToDictionary(StringComparer.Ordinal);
        _signatures = state.Signatures.ToLookup(s => s.Person, StringComparer.Ordinal);
        _holdings = state.Holdings.ToLookup(h => h.Person, h => h.Account, StringComparer.Ordinal);
        Proposals = [.. state.Proposals.Values.OrderBy(p => p.Id)];
        Directories = state.Directories.ToDictionary(d => d.Key, d => d.Value.ToSnapshot(), StringComparer.Ordinal);
        Lines = state.Lines.ToDictionary(l => l.Key, l => (IReadOnlyList<RegisteredAccount>)[.. l.Value], StringComparer.Ordinal);
        LastFile = state.LastFile;
        _files = new HashSet<string>(state.Files, StringComparer.Ordinal);
        Accounts = new AccountRegister(EffectiveLines(Lines).Select(WithNotice));
    }

    /// <summary>Knows nobody: nothing is captured.</summary>
    public static SanctionRegister Empty { get; } = new RegisterState().ToRegister();

    /// <summary>SHA-256 over the previous version and the change that made this one, lower-case hex: whoever has the entries of the log can work it out.</summary>
    public string Version { get; }

    /// <summary>Every line that counts, with the notice that really stands behind it: none where its version was never published.</summary>
    public AccountRegister Accounts { get; }

    /// <summary>Lines as they came in, by origin.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<RegisteredAccount>> Lines { get; }

    /// <summary>The file that was imported last; null for none. Its time is never later than that of its entry.</summary>
    public RegisterFileMark? LastFile { get; }

    /// <summary>Whether a list was taken in before, be it in force or not.</summary>
    public bool WasTaken(RegisterFileMark file) => _files.Contains(file.Sha256);

    /// <summary>Whether an import has registered its senders for a source, under a notice that nobody signed and a scope that nobody approved.</summary>
    public bool IsImported(string source) => Lines.TryGetValue(RegisterOrigins.Import(source), out var lines) && lines.Count > 0;

    /// <summary>Whether a platform has told of a source: whom it lists, or who is in its directory. So it is or was a live one.</summary>
    public bool IsToldByPlatform(string source) => _listed.ContainsKey(source) || Directories.ContainsKey(source) || Lines.ContainsKey(RegisterOrigins.Directory(source));

    public IReadOnlyList<ProposedScope> Proposals { get; }

    /// <summary>Departments and people, by source.</summary>
    public IReadOnlyDictionary<string, DirectorySnapshot> Directories { get; }

    public IReadOnlyCollection<Notice> Notices => [.. _notices.Values.OrderBy(n => n.PublishedAt)];

    public Notice? FindNotice(string version) => _notices.GetValueOrDefault(version);

    /// <summary>A notice that people may sign: any but that of imports, which says that nobody signed.</summary>
    public Notice? FindSignable(string version) => version == RegisterDesk.ImportNotice ? null : FindNotice(version);

    /// <summary>What a person has signed, oldest first.</summary>
    public IReadOnlyList<NoticeSignature> SignaturesOf(string person) => [.. _signatures[person].OrderBy(s => s.SignedAt)];

    /// <summary>Whether a signature of the person under the notice is recorded; what a line says is none.</summary>
    public bool HasSigned(string person, string version) => _signatures[person].Any(s => s.Version == version);

    /// <summary>People who have signed a notice, on a line or by themselves; nobody for that of imports.</summary>
    public int CountSigned(string version) => version == RegisterDesk.ImportNotice ? 0 : Lines.SelectMany(l => l.Value).Where(a => a.NoticeVersion == version).Select(a => a.PersonId)
        .Concat(_signatures.SelectMany(s => s).Where(s => s.Version == version).Select(s => s.Person)).Distinct(StringComparer.Ordinal).Count();

    /// <summary>Sources with a scope, or with one that waits for a decision; may name one twice.</summary>
    public IEnumerable<string> ScopeSources => _scopes.Keys.Concat(Proposals.Select(p => p.Scope.Source));

    /// <summary>Account ids that a person has or ever had, also on lines that are gone: what must be kept of the person does not end with a line.</summary>
    public IEnumerable<string> AccountsEverOf(string person) => _holdings[person];

    /// <summary>All versions of a source's scope, oldest first. The last one is in force.</summary>
    public IReadOnlyList<ApprovedScope> ScopesOf(string source) => _scopes.TryGetValue(source, out var scopes) ? scopes : [];

    /// <summary>Whether an import may bring its own scope: what two people have decided on is never put out of force by one.</summary>
    public bool MayAdoptScope(string source, DateTimeOffset now) =>
        ScopesOf(source) is not [.., var inForce] || (inForce.ApprovedBy is null && inForce.Scope.ExpiresAt <= now);

    /// <summary>Accounts that the platform's official scope lists now; null where it does not tell.</summary>
    public IReadOnlyCollection<string>? ListedNow(string source) => _listed.TryGetValue(source, out var listed) && listed.IsKnown ? [.. listed.Now] : null;

    /// <summary>Why a message of a source must not be captured now, whoever sent it; null where the scope in force covers it.</summary>
    public SanctionReason? RefusalOf(string source, DateTimeOffset sentAt, DateTimeOffset now) =>
        ScopesOf(source) is [.., var inForce] ? inForce.Scope.Refuse(sentAt, now) : SanctionReason.NoLawfulBasis;

    /// <summary>The accounts as they would be if the lines of an origin were these.</summary>
    internal AccountRegister AccountsWith(string origin, IReadOnlyList<RegisteredAccount> lines) =>
        new(EffectiveLines(new Dictionary<string, IReadOnlyList<RegisteredAccount>>(Lines, StringComparer.Ordinal) { [origin] = lines }).Select(WithNotice));

    internal ListedPeriods ListedOf(string source) => _listed.GetValueOrDefault(source, ListedPeriods.None);

    /// <summary>The firm's own word on an account counts before what a directory says.</summary>
    private static IEnumerable<RegisteredAccount> EffectiveLines(IReadOnlyDictionary<string, IReadOnlyList<RegisteredAccount>> lines)
    {
        var own = lines.Where(l => !RegisterOrigins.IsDirectory(l.Key)).SelectMany(l => l.Value).ToList();
        var known = own.Select(a => (a.Source, a.AccountId)).ToHashSet();
        return own.Concat(lines.Where(l => RegisterOrigins.IsDirectory(l.Key)).SelectMany(l => l.Value).Where(a => !known.Contains((a.Source, a.AccountId))));
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
