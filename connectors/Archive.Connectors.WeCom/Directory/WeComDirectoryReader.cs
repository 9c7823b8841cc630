using System.Text.Json;
using Archive.Connectors.Http;
using Archive.Connectors.WeCom.Api;

namespace Archive.Connectors.WeCom.Directory;

/// <summary>Reads the directory department by department.</summary>
internal sealed class WeComDirectoryReader(WeComApi contacts)
{
    /// <exception cref="Core.Connectors.ConnectorException">As when reading messages.</exception>
    public async Task<WeComDirectory> ReadAsync(CancellationToken cancellationToken)
    {
        var reply = await contacts.GetAsync("department/list", [], cancellationToken);
        WeComDepartment[] departments = [.. LenientJson.Elements(LenientJson.Child(reply.Json, "department")).Select(ToDepartment).OfType<WeComDepartment>()];
        var members = new SortedDictionary<string, WeComMember>(StringComparer.Ordinal);
        foreach (var department in departments)
        {
            var list = await contacts.GetAsync("user/list", [("department_id", department.Id)], cancellationToken);
            foreach (var member in LenientJson.Elements(LenientJson.Child(list.Json, "userlist")).Select(ToMember).OfType<WeComMember>())
            {
                members[member.Id] = member;
            }
        }

        return new WeComDirectory(departments, [.. members.Values]);
    }

    private static WeComDepartment? ToDepartment(JsonElement department) => LenientJson.Scalar(department, "id") is { Length: > 0 } id
        ? new WeComDepartment(id, LenientJson.Text(department, "name"), LenientJson.Scalar(department, "parentid"), Texts(department, "department_leader"))
        : null;

    private static WeComMember? ToMember(JsonElement member) => LenientJson.Text(member, "userid") is { Length: > 0 } id
        ? new WeComMember(id, LenientJson.Text(member, "name"), Texts(member, "department"), Texts(member, "direct_leader"))
        : null;

    private static string[] Texts(JsonElement element, string name) =>
        [.. LenientJson.Elements(LenientJson.Child(element, name)).Select(e => e.ValueKind == JsonValueKind.String ? e.GetString() : e.ValueKind == JsonValueKind.Number ? e.GetRawText() : null).OfType<string>()];
}
