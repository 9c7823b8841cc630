using Archive.Simulators.Hosting;

namespace Archive.Simulators.Feishu.Organisation;

/// <param name="Name">Shown name: the part after the colon of a corpus department such as "Visiting: Northgate Systems".</param>
/// <param name="Path">Name in the corpus, or the part before the colon for a department that only has others below it.</param>
internal sealed record Department(string Name, string Path, Department? Parent)
{
    public const string RootId = "0";

    public string OpenId { get; } = "od-" + StableHash.Hex32(Path, "department");

    /// <summary>The firm's own id of it.</summary>
    public string CustomId { get; } = "D" + StableHash.Digits36(7, Path, "department");

    public string Id(bool custom) => custom ? CustomId : OpenId;
}

/// <summary>Departments and who is in them, and how much of it the app may see.</summary>
internal sealed class StaffDirectory
{
    private readonly Dictionary<string, Department> _departments = new(StringComparer.Ordinal);
    private readonly ILookup<string, Account> _members;
    private readonly IReadOnlyList<string>? _range;

    /// <param name="range">Departments of the contact range; null for all staff.</param>
    public StaffDirectory(IEnumerable<Account> accounts, IReadOnlyList<string>? range)
    {
        _range = range;
        _members = accounts.Where(a => a.IsMember).ToLookup(a => a.Source.Department ?? string.Empty);
        foreach (var path in _members.Select(g => g.Key).Where(p => p.Length > 0))
        {
            Add(path);
        }
    }

    public bool SeesAll => _range is null;

    public IEnumerable<Department> Departments => _departments.Values;

    public Department DepartmentOf(string path) => _departments[path];

    public Department? DepartmentOf(Account account) => account.Source.Department is { } path ? _departments.GetValueOrDefault(path) : null;

    public Department? Find(string id, bool custom) => _departments.Values.FirstOrDefault(d => d.Id(custom) == id);

    /// <param name="department">Null for the root.</param>
    public IEnumerable<Account> MembersOf(Department? department, DateTimeOffset now) =>
        _members[department?.Path ?? string.Empty].Where(a => a.HasCome(now) && !a.HasLeft(now));

    /// <param name="department">Null for the root.</param>
    public IEnumerable<Department> ChildrenOf(Department? department, bool whole) => _departments.Values.Where(d => d.Parent == department)
        .SelectMany(d => whole ? [d, .. ChildrenOf(d, whole)] : (IEnumerable<Department>)[d]);

    /// <summary>Who has been in the department longest.</summary>
    public Account? LeaderOf(Department department, DateTimeOffset now) => MembersOf(department, now).MinBy(a => a.Source.ValidFrom);

    /// <summary>A department is in the range with everything below it.</summary>
    public bool InRange(Department department) =>
        _range is null || _range.Contains(department.Path) || (department.Parent is { } parent && InRange(parent));

    public bool InRange(Account account) =>
        account.IsMember && (_range is null || (DepartmentOf(account) is { } department && InRange(department)));

    private Department Add(string path)
    {
        if (_departments.TryGetValue(path, out var known))
        {
            return known;
        }

        var colon = path.IndexOf(": ", StringComparison.Ordinal);
        var department = colon > 0 ? new Department(path[(colon + 2)..], path, Add(path[..colon])) : new Department(path, path, null);
        _departments.Add(path, department);
        return department;
    }
}
