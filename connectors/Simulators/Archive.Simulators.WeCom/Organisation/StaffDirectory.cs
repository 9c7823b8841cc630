namespace Archive.Simulators.WeCom.Organisation;

/// <param name="Path">Name in the corpus, or the part before the colon for a department that only has others below it.</param>
internal sealed record Department(int Id, string Name, string Path, Department? Parent);

/// <summary>Departments and who is in them. Number 1 is the corporation itself.</summary>
internal sealed class StaffDirectory
{
    private readonly Dictionary<string, Department> _byPath = new(StringComparer.Ordinal);
    private readonly ILookup<Department, Account> _members;

    public StaffDirectory(string organisation, IReadOnlyCollection<Account> accounts)
    {
        Root = new Department(1, organisation, string.Empty, null);
        _byPath.Add(Root.Path, Root);
        foreach (var path in accounts.Where(a => a.IsMember).Select(a => a.Source.Department).OfType<string>().Distinct().Order(StringComparer.Ordinal))
        {
            Add(path);
        }

        _members = accounts.Where(a => a.IsMember).ToLookup(DepartmentOf);
    }

    public Department Root { get; }

    /// <summary>The root first, a department before those below it.</summary>
    public IEnumerable<Department> All => Below(Root);

    public Department? Find(int id) => _byPath.Values.FirstOrDefault(d => d.Id == id);

    public Department DepartmentOf(Account account) => _byPath[account.Source.Department ?? Root.Path];

    /// <summary>The department with everything below it.</summary>
    public IEnumerable<Department> Below(Department department) =>
        _byPath.Values.Where(d => d.Parent == department).OrderBy(d => d.Id).SelectMany(Below).Prepend(department);

    public IEnumerable<Account> MembersOf(Department department, DateTimeOffset now) =>
        _members[department].Where(a => a.HasCome(now) && !a.HasLeft(now)).OrderBy(a => a.Id, StringComparer.Ordinal);

    /// <summary>Who has been in the department longest.</summary>
    public Account? LeaderOf(Department department, DateTimeOffset now) => MembersOf(department, now).MinBy(a => a.Source.ValidFrom);

    private Department Add(string path)
    {
        if (_byPath.TryGetValue(path, out var known))
        {
            return known;
        }

        var colon = path.IndexOf(": ", StringComparison.Ordinal);
        var parent = colon > 0 ? Add(path[..colon]) : Root;
        var department = new Department(_byPath.Count + 1, colon > 0 ? path[(colon + 2)..] : path, path, parent);
        _byPath.Add(path, department);
        return department;
    }
}
