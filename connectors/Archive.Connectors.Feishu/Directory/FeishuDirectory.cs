using Archive.Core.Sanctioning;

namespace Archive.Connectors.Feishu.Directory;

/// <summary>A department with who leads it.</summary>
/// <param name="Id">od-…; the firm itself is "0" and not listed.</param>
/// <param name="Leaders">Open ids; the leader before the deputies.</param>
internal sealed record DirectoryDepartment(string Id, string Name, string ParentId, IReadOnlyList<string> Leaders);

/// <summary>A person as the register needs them.</summary>
/// <param name="OpenId">What messages name the sender by; changes with the app.</param>
/// <param name="UserId">Of the tenant, stays when the app is replaced; null without its scope. So does <paramref name="UnionId"/> within one developer.</param>
/// <param name="Supervisor">Open id of who the person reports to.</param>
/// <param name="IsActive">The account can write: neither frozen nor left.</param>
internal sealed record DirectoryPerson(
    string OpenId, string? UnionId, string? UserId, string? Name, string? EmployeeNo, string? Email, IReadOnlyList<string> Departments, string? Supervisor, bool IsActive);

/// <summary>The part of the firm that is within the app's contact range.</summary>
internal sealed class FeishuDirectory(IReadOnlyList<DirectoryDepartment> departments, IReadOnlyList<DirectoryPerson> people)
{
    /// <summary>The firm itself.</summary>
    public const string Root = "0";

    private readonly Dictionary<string, DirectoryDepartment> _departments = departments.DistinctBy(d => d.Id).ToDictionary(d => d.Id, StringComparer.Ordinal);
    private readonly Dictionary<string, DirectoryPerson> _people = people.DistinctBy(p => p.OpenId).ToDictionary(p => p.OpenId, StringComparer.Ordinal);

    public IReadOnlyCollection<DirectoryDepartment> Departments => _departments.Values;

    public IReadOnlyCollection<DirectoryPerson> People => _people.Values;

    public DirectoryPerson? Find(string openId) => _people.GetValueOrDefault(openId);

    /// <summary>For the register: whoever can write.</summary>
    public DirectorySnapshot ToSnapshot() => new(
        [.. Departments.Select(d => new Department(d.Id, d.Name, d.ParentId == Root ? null : d.ParentId, d.Leaders is [var leader, ..] ? leader : null))],
        [.. People.Where(p => p.IsActive).Select(p => new Core.Sanctioning.DirectoryPerson(
            p.OpenId, p.Name ?? p.OpenId, p.Departments is [var main, ..] && main != Root ? main : null, p.Supervisor))]);

    /// <summary>Names from the top down. The platform tells an app no path, so it is built from the parents.</summary>
    public IReadOnlyList<string> PathOf(string departmentId) => [.. Upwards(departmentId).Select(d => d.Name).Reverse()];

    /// <summary>Open ids of everybody above a person, nearest first: who they report to, then who leads their departments and those above.</summary>
    public IReadOnlyList<string> LeadersOf(string openId)
    {
        if (!_people.TryGetValue(openId, out var person))
        {
            return [];
        }

        string?[] above = [person.Supervisor, .. person.Departments.SelectMany(Upwards).SelectMany(d => d.Leaders)];
        return [.. above.OfType<string>().Where(id => id != openId).Distinct(StringComparer.Ordinal)];
    }

    private IEnumerable<DirectoryDepartment> Upwards(string departmentId)
    {
        // A department moved while the tree is read can make a ring of it.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (seen.Add(departmentId) && _departments.TryGetValue(departmentId, out var department))
        {
            yield return department;
            departmentId = department.ParentId;
        }
    }
}
