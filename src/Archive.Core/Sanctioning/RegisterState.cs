using System.Security.Cryptography;
using System.Text;
using Archive.Core.Evidence;

namespace Archive.Core.Sanctioning;

/// <summary>Adds up the changes of the register, entry by entry in the order of the log. Not thread-safe.</summary>
public sealed class RegisterState
{
    /// <summary>Version of a register that nothing was ever written to.</summary>
    public const string NoVersion = "none";

    private string _version = NoVersion;

    internal Dictionary<string, List<RegisteredAccount>> Lines { get; } = new(StringComparer.Ordinal);

    /// <summary>Every account that a person ever had, on whatever line: a hold outlasts the line.</summary>
    internal HashSet<(string Person, string Account)> Holdings { get; } = [];

    internal Dictionary<string, Notice> Notices { get; } = new(StringComparer.Ordinal);

    internal List<NoticeSignature> Signatures { get; } = [];

    internal Dictionary<long, ProposedScope> Proposals { get; } = [];

    internal Dictionary<string, List<ApprovedScope>> Scopes { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, ListedPeriods> Listed { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, DirectoryState> Directories { get; } = new(StringComparer.Ordinal);

    internal RegisterFileMark? LastFile { get; private set; }

    /// <summary>SHA-256 of every list that was ever taken in.</summary>
    internal HashSet<string> Files { get; } = new(StringComparer.Ordinal);

    /// <param name="entry">Of kind <see cref="EvidenceKind.RegisterChanged"/>.</param>
    /// <exception cref="InvalidDataException">The entry holds no change that this version knows.</exception>
    public void Add(EvidenceEntry entry)
    {
        foreach (var change in RegisterEntry.Read(entry.Body))
        {
            Apply(change, entry);
        }

        _version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_version + "\n" + entry.Body)));
    }

    public SanctionRegister ToRegister() => new(this, _version);

    private void Apply(RegisterChange change, EvidenceEntry entry)
    {
        switch (change)
        {
            case AccountsChanged accounts:
                var lines = Get(Lines, accounts.Origin, () => []);
                var removed = accounts.Removed.ToHashSet();
                lines.RemoveAll(removed.Contains);
                lines.AddRange(accounts.Added);
                Holdings.UnionWith(accounts.Added.Select(a => (a.PersonId, a.AccountId)));
                if (accounts.File is { } file)
                {
                    // A file system may tell a time that has not come: no list that is saved until then would count.
                    LastFile = file.WrittenAt > entry.Time ? file with { WrittenAt = entry.Time } : file;
                    Files.Add(file.Sha256);
                }

                break;
            case NoticePublished notice:
                Notices.TryAdd(notice.Version, new Notice(notice.Version, notice.Text, notice.Sha256, entry.Time, entry.Actor));
                break;
            case NoticeSigned signed:
                Signatures.AddRange(signed.Signatures);
                break;
            case SignatureWithdrawn withdrawn:
                Signatures.RemoveAll(s => s.Person == withdrawn.Person && s.Version == withdrawn.Version);
                break;
            case ScopeProposed proposed:
                Proposals[entry.LeafIndex] = new ProposedScope(entry.LeafIndex, proposed.Scope, entry.Actor, entry.Time);
                break;
            case ScopeApproved approved when Proposals.Remove(approved.Proposal, out var proposal):
                AddScope(proposal.Scope, proposal.ProposedBy, entry.Actor, entry.Time);
                break;
            case ScopeAdopted adopted:
                AddScope(adopted.Scope, entry.Actor, null, entry.Time);
                break;
            case ScopeRefused refused:
                Proposals.Remove(refused.Proposal);
                break;
            case PlatformListed listed:
                Listed[listed.Source] = Listed.GetValueOrDefault(listed.Source, ListedPeriods.None).With(listed, entry.Time);
                break;
            case DirectoryChanged directory:
                Get(Directories, directory.Source, () => new DirectoryState()).Apply(directory);
                break;
        }
    }

    private void AddScope(SourceScope scope, string proposedBy, string? approvedBy, DateTimeOffset at)
    {
        var versions = Get(Scopes, scope.Source, () => []);
        versions.Add(new ApprovedScope(scope, versions.Count + 1, proposedBy, approvedBy, at));
    }

    private static TValue Get<TValue>(Dictionary<string, TValue> values, string key, Func<TValue> make)
    {
        if (!values.TryGetValue(key, out var value))
        {
            values[key] = value = make();
        }

        return value;
    }

    /// <summary>A platform's departments and people so far.</summary>
    internal sealed class DirectoryState
    {
        private readonly SortedDictionary<string, Department> _departments = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, DirectoryPerson> _people = new(StringComparer.Ordinal);

        public void Apply(DirectoryChanged change)
        {
            foreach (var id in change.GoneDepartments)
            {
                _departments.Remove(id);
            }

            foreach (var id in change.GonePeople)
            {
                _people.Remove(id);
            }

            foreach (var department in change.Departments)
            {
                _departments[department.Id] = department;
            }

            foreach (var person in change.People)
            {
                _people[person.Account] = person;
            }
        }

        public DirectorySnapshot ToSnapshot() => new([.. _departments.Values], [.. _people.Values]);
    }
}
