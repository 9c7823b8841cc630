using Archive.Simulators.Hosting;
using Archive.Simulators.WeCom.Organisation;
using Archive.Simulators.WeCom.Serving;
using Archive.Simulators.WeCom.Wire;

namespace Archive.Simulators.WeCom.Methods;

/// <summary>Departments and members.</summary>
internal static class DirectoryMethods
{
    private const int LargestPage = 10_000;

    public static void Departments(ApiCall call)
    {
        RefuseIdsOnly(call);
        var directory = call.Corporation.Directory;
        call.Json.WriteObjects("department", Asked(call), department =>
        {
            call.Json.WriteNumber("id", department.Id);
            call.Json.WriteString("name", department.Name);
            call.Json.WriteString("name_en", string.Empty);
            call.Json.WriteStrings("department_leader", directory.LeaderOf(department, call.Now) is { } leader ? [leader.Id] : []);
            WritePlace(call, department);
        });
    }

    public static void DepartmentIds(ApiCall call) => call.Json.WriteObjects("department_id", Asked(call), department =>
    {
        call.Json.WriteNumber("id", department.Id);
        WritePlace(call, department);
    });

    /// <summary>One row for each member, because nobody is in two departments here.</summary>
    public static void UserIds(ApiCall call)
    {
        var limit = call.Arguments.Number("limit", 1, LargestPage) ?? LargestPage;
        var directory = call.Corporation.Directory;
        var rows = directory.All.SelectMany(d => directory.MembersOf(d, call.Now), (d, a) => (d, a)).ToArray();
        var (items, next) = call.Page(rows, limit);
        call.Json.WriteString("next_cursor", next);
        call.Json.WriteObjects("dept_user", items, row =>
        {
            call.Json.WriteString("userid", row.a.Id);
            call.Json.WriteNumber("department", row.d.Id);
        });
    }

    public static void Users(ApiCall call)
    {
        RefuseIdsOnly(call);
        call.Json.WriteObjects("userlist", call.Corporation.Directory.MembersOf(Department(call), call.Now), a => WriteUser(call, a));
    }

    public static void SimpleUsers(ApiCall call)
    {
        RefuseIdsOnly(call);
        var department = Department(call);
        call.Json.WriteObjects("userlist", call.Corporation.Directory.MembersOf(department, call.Now), account =>
        {
            call.Json.WriteString("userid", account.Id);
            call.Json.WriteString("name", account.Source.Name);
            WriteDepartments(call, department);
        });
    }

    public static void User(ApiCall call)
    {
        RefuseIdsOnly(call);
        var account = call.Corporation.FindAccount(call.Arguments.Required("userid"));
        if (account is not { IsMember: true } || !account.HasCome(call.Now) || account.HasLeft(call.Now))
        {
            throw ApiError.UserNotFound;
        }

        WriteUser(call, account);
    }

    private static void RefuseIdsOnly(ApiCall call)
    {
        if (call.Options.ContactIdsOnly)
        {
            throw ApiError.Forbidden;
        }
    }

    private static Department Department(ApiCall call) =>
        call.Corporation.Directory.Find(call.Arguments.Number("department_id", 1, int.MaxValue) ?? throw ApiError.WrongParameter("department_id")) ?? throw ApiError.NoRights;

    private static IEnumerable<Department> Asked(ApiCall call)
    {
        var directory = call.Corporation.Directory;
        return call.Arguments.Number("id", 1, int.MaxValue) is { } id ? directory.Below(directory.Find(id) ?? throw ApiError.NoRights) : directory.All;
    }

    private static void WritePlace(ApiCall call, Department department)
    {
        call.Json.WriteNumber("parentid", department.Parent?.Id ?? 0);

        // Larger is further up.
        call.Json.WriteNumber("order", 100_000_000 - department.Id);
    }

    private static void WriteDepartments(ApiCall call, Department department)
    {
        call.Json.WriteStartArray("department");
        call.Json.WriteNumberValue(department.Id);
        call.Json.WriteEndArray();
    }

    private static void WriteUser(ApiCall call, Account account)
    {
        var json = call.Json;
        var department = call.Corporation.Directory.DepartmentOf(account);
        var leader = call.Corporation.Directory.LeaderOf(department, call.Now);
        json.WriteString("userid", account.Id);
        json.WriteString("name", account.Source.Name);
        WriteDepartments(call, department);
        json.WriteNumber("main_department", department.Id);
        json.WriteStartArray("is_leader_in_dept");
        json.WriteNumberValue(leader == account ? 1 : 0);
        json.WriteEndArray();
        json.WriteStrings("direct_leader", leader is null || leader == account ? [] : [leader.Id]);
        json.WriteNumber("status", 1);
        json.WriteString("alias", string.Empty);
        json.WriteString("position", account.Source.Title ?? string.Empty);
        if (call.Options.PersonalFields)
        {
            // No operator has numbers that begin so.
            json.WriteString("mobile", $"100{StableHash.Of(account.Source.Id, "mobile") % 100_000_000:D8}");
            json.WriteString("email", account.Source.Email ?? string.Empty);
        }
    }
}
