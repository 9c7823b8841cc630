using System.Text.Json;
using Archive.Connectors.Feishu.Wire;

namespace Archive.Connectors.Feishu.Directory;

/// <summary>Reads departments, their members and leaders, to the end or not at all.</summary>
internal sealed class FeishuDirectoryReader(FeishuSession session)
{
    private const string MostPerPage = "50";
    private const int Leader = 1;

    private const string Departments = "contact/v3/departments/children";
    private const string FromRoot = $"contact/v3/departments/{FeishuDirectory.Root}/children";

    /// <summary>Whether it may be read: the first call of it alone.</summary>
    /// <inheritdoc cref="ReadAsync" path="/exception"/>
    public Task<FeishuAnswer> TryAsync(CancellationToken cancellationToken) => session.CallAsync(Departments, FromRoot, Tree("1"), cancellationToken);

    /// <exception cref="FeishuApiException">The app lacks a contact scope, or the root is not within its contact range, which has to be all staff.</exception>
    public async Task<FeishuDirectory> ReadAsync(CancellationToken cancellationToken)
    {
        var departments = new List<DirectoryDepartment>();
        await foreach (var answer in session.PagesAsync(Departments, FromRoot, Tree(MostPerPage), cancellationToken))
        {
            departments.AddRange(answer.Items().Select(e => e.Deserialize(FeishuWire.Default.FeishuDepartment)).OfType<FeishuDepartment>()
                .Where(d => d is { OpenDepartmentId.Length: > 0, Status: not { IsDeleted: true } }).Select(ToDepartment));
        }

        var people = new List<DirectoryPerson>();
        foreach (var department in departments.Select(d => d.Id).Prepend(FeishuDirectory.Root))
        {
            (string, string?)[] members = [("department_id", department), ("department_id_type", "open_department_id"), ("user_id_type", "open_id"), ("page_size", MostPerPage)];
            await foreach (var answer in session.PagesAsync("contact/v3/users/find_by_department", "contact/v3/users/find_by_department", members, cancellationToken))
            {
                people.AddRange(answer.Items().Select(e => e.Deserialize(FeishuWire.Default.FeishuUser)).OfType<FeishuUser>()
                    .Where(u => u.OpenId is { Length: > 0 }).Select(u => ToPerson(u, department)));
            }
        }

        return new FeishuDirectory(departments, people);
    }

    private static (string, string?)[] Tree(string size) =>
        [("fetch_child", "true"), ("department_id_type", "open_department_id"), ("user_id_type", "open_id"), ("page_size", size)];

    private static DirectoryDepartment ToDepartment(FeishuDepartment department)
    {
        string?[] leaders =
        [
            department.LeaderUserId,
            .. (department.Leaders ?? []).OfType<FeishuLeader>().OrderBy(l => l.LeaderType == Leader ? 0 : 1).Select(l => l.LeaderId),
        ];
        return new DirectoryDepartment(
            department.OpenDepartmentId!, // the caller filtered
            department.Name ?? "",
            department.ParentDepartmentId ?? FeishuDirectory.Root,
            [.. leaders.Where(id => !string.IsNullOrEmpty(id)).OfType<string>().Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Without the scope for it a person names no department; but they were found in one.</summary>
    private static DirectoryPerson ToPerson(FeishuUser user, string foundIn) => new(
        user.OpenId!, // the caller filtered
        string.IsNullOrWhiteSpace(user.Name) ? user.EnName : user.Name,
        user.DepartmentIds is { Count: > 0 } ids ? [.. ids.OfType<string>()] : [foundIn],
        string.IsNullOrEmpty(user.LeaderUserId) ? null : user.LeaderUserId,
        user.Status is { IsFrozen: true },
        user.Status is { IsResigned: true } or { IsExited: true });
}
