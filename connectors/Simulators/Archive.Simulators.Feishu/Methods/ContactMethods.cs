using Archive.Simulators.Feishu.Organisation;
using Archive.Simulators.Feishu.Serving;
using Archive.Simulators.Feishu.Wire;

namespace Archive.Simulators.Feishu.Methods;

/// <summary>The directory, as far as the app's contact range reaches.</summary>
internal static class ContactMethods
{
    private const int DefaultPage = 10;
    private const int LargestPage = 50;
    private const int DefaultScopePage = 50;
    private const int LargestScopePage = 100;
    private const int MostBatch = 50;

    /// <summary>With all staff in range the first level of departments and those who are in none; otherwise the departments of the range.</summary>
    public static void Scopes(ApiCall call)
    {
        var ids = Begin(call);
        var size = call.Query.PageSize(DefaultScopePage, LargestScopePage);
        var directory = call.Tenant.Directory;
        var departments = directory.SeesAll
            ? directory.ChildrenOf(null, whole: false)
            : directory.Departments.Where(d => directory.InRange(d) && !(d.Parent is { } parent && directory.InRange(parent)));
        var users = directory.SeesAll ? directory.MembersOf(null, call.Now).Select(a => a.Id(ids.User)).ToArray() : [];
        string[] all = [.. users, .. departments.Select(d => d.Id(ids.CustomDepartment))];

        // People come before departments, and a page may hold some of both.
        var start = Math.Min(call.PageStart(), all.Length);
        var end = Math.Min(start + size, all.Length);
        Write("user_ids", all[Math.Min(start, users.Length)..Math.Min(end, users.Length)]);
        Write("department_ids", all[Math.Max(start, users.Length)..Math.Max(end, users.Length)]);
        Write("group_ids", []);
        call.WriteContinuation(end < all.Length ? end : null);

        void Write(string name, string[] values)
        {
            call.Json.WriteStartArray(name);
            foreach (var value in values)
            {
                call.Json.WriteStringValue(value);
            }

            call.Json.WriteEndArray();
        }
    }

    public static void Children(ApiCall call)
    {
        var ids = Begin(call);
        var whole = call.Query.Flag("fetch_child");
        var size = call.Query.PageSize(DefaultPage, LargestPage);
        var department = FindDepartment(call, call.Path("department_id"), ids);
        var children = call.Tenant.Directory.ChildrenOf(department, whole).ToArray();
        call.WritePage("items", children, size, d => call.Platform.Users.Write(call.Json, d, ids, call.Now));
    }

    public static void FindByDepartment(ApiCall call)
    {
        var ids = Begin(call);
        var size = call.Query.PageSize(DefaultPage, LargestPage);
        var department = FindDepartment(call, call.Query.Required("department_id"), ids);
        var members = call.Tenant.Directory.MembersOf(department, call.Now).ToArray();
        call.WritePage("items", members, size, a => call.Platform.Users.Write(call.Json, a, ids, call.Now));
    }

    public static void User(ApiCall call)
    {
        var ids = Begin(call);
        var account = Find(call, call.Path("user_id"), ids) ?? throw call.Family.WrongParameter("user_id");
        if (!call.Tenant.Directory.InRange(account))
        {
            throw ApiError.UserOutOfRange;
        }

        call.Json.WritePropertyName("user");
        call.Platform.Users.Write(call.Json, account, ids, call.Now);
    }

    /// <summary>Those of the asked-for people who are in range; the others are left out.</summary>
    public static void Batch(ApiCall call)
    {
        var ids = Begin(call);
        var wanted = call.Query.All("user_ids");
        if (wanted.Length is 0 or > MostBatch)
        {
            throw call.Family.WrongParameter("user_ids");
        }

        call.Json.WriteStartArray("items");
        foreach (var account in wanted.Select(id => Find(call, id, ids)))
        {
            if (account is not null && call.Tenant.Directory.InRange(account))
            {
                call.Platform.Users.Write(call.Json, account, ids, call.Now);
            }
        }

        call.Json.WriteEndArray();
    }

    private static DirectoryIds Begin(ApiCall call)
    {
        call.Require(FeishuScope.Contacts, FeishuScope.ContactsAsApp);
        return new DirectoryIds(
            call.UserIdType(), call.Query.OneOf("department_id_type", "open_department_id", "department_id") == "department_id");
    }

    private static Account? Find(ApiCall call, string id, DirectoryIds ids) =>
        call.Tenant.FindAccount(id) is { IsBot: false } account && account.Id(ids.User) == id && account.HasCome(call.Now) ? account : null;

    /// <summary>The department, null for the root.</summary>
    private static Department? FindDepartment(ApiCall call, string id, DirectoryIds ids)
    {
        var directory = call.Tenant.Directory;
        if (id == Department.RootId)
        {
            return directory.SeesAll ? null : throw ApiError.DepartmentOutOfRange;
        }

        var department = directory.Find(id, ids.CustomDepartment) ?? throw call.Family.WrongParameter("department_id");
        return directory.InRange(department) ? department : throw ApiError.DepartmentOutOfRange;
    }
}
