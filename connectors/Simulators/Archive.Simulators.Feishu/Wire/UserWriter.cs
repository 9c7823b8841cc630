using System.Text.Json;
using Archive.Simulators.Corpus;
using Archive.Simulators.Feishu.Organisation;
using Archive.Simulators.Hosting;

namespace Archive.Simulators.Feishu.Wire;

/// <summary>How ids in the answer are written.</summary>
internal readonly record struct DirectoryIds(UserIdType User, bool CustomDepartment);

/// <summary>Writes people and departments of the directory. A field whose scope the app lacks is absent.</summary>
internal sealed class UserWriter(StaffDirectory directory, FeishuApp app)
{
    private const int Employee = 1;
    private const int Consultant = 5;

    public void Write(Utf8JsonWriter json, Account account, DirectoryIds ids, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WriteString("open_id", account.OpenId);
        json.WriteString("union_id", account.UnionId);
        if (app.Has(FeishuScope.UserIds))
        {
            json.WriteString("user_id", account.UserId);
        }

        if (app.Has(FeishuScope.UserNames, FeishuScope.ContactsAsApp))
        {
            json.WriteString("name", account.Source.Name);
            json.WriteString("en_name", string.Empty);
        }

        if (app.Has(FeishuScope.UserMail) && account.Source.Email is { } email)
        {
            json.WriteString("email", email);
        }

        WritePlace(json, account, ids, now);
        WriteEmployment(json, account, now);
        json.WriteEndObject();
    }

    public void Write(Utf8JsonWriter json, Department department, DirectoryIds ids, DateTimeOffset now)
    {
        json.WriteStartObject();
        if (app.Has(FeishuScope.DepartmentNames, FeishuScope.ContactsAsApp))
        {
            json.WriteString("name", department.Name);
        }

        json.WriteString("department_id", department.CustomId);
        json.WriteString("open_department_id", department.OpenId);
        if (app.Has(FeishuScope.DepartmentTree, FeishuScope.ContactsAsApp))
        {
            json.WriteString("parent_department_id", department.Parent?.Id(ids.CustomDepartment) ?? Department.RootId);
            json.WriteNumber("member_count", directory.ChildrenOf(department, whole: true).Append(department).Sum(d => directory.MembersOf(d, now).Count()));
            if (directory.LeaderOf(department, now) is { } leader)
            {
                json.WriteString("leader_user_id", leader.Id(ids.User));
                json.WriteStartArray("leaders");
                json.WriteStartObject();
                json.WriteNumber("leaderType", 1);
                json.WriteString("leaderID", leader.Id(ids.User));
                json.WriteEndObject();
                json.WriteEndArray();
            }
        }

        json.WriteStartObject("status");
        json.WriteBoolean("is_deleted", false);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WritePlace(Utf8JsonWriter json, Account account, DirectoryIds ids, DateTimeOffset now)
    {
        if (!app.Has(FeishuScope.UserDepartments, FeishuScope.ContactsAsApp))
        {
            return;
        }

        var department = directory.DepartmentOf(account);
        json.WriteStartArray("department_ids");
        json.WriteStringValue(department?.Id(ids.CustomDepartment) ?? Department.RootId);
        json.WriteEndArray();
        if (department is not null && directory.LeaderOf(department, now) is { } leader && leader != account)
        {
            json.WriteString("leader_user_id", leader.Id(ids.User));
        }
    }

    private void WriteEmployment(Utf8JsonWriter json, Account account, DateTimeOffset now)
    {
        if (!app.Has(FeishuScope.UserEmployment, FeishuScope.ContactsAsApp))
        {
            return;
        }

        json.WriteString("job_title", account.Source.Title ?? string.Empty);
        json.WriteString("employee_no", StableHash.Digits36(6, account.Source.Id, "employee"));
        json.WriteNumber("employee_type", account.Source.Kind == CorpusPersonKind.Guest ? Consultant : Employee);
        json.WriteNumber("join_time", account.Source.ValidFrom.ToUnixTimeSeconds());
        json.WriteBoolean("is_tenant_manager", false);
        json.WriteStartObject("status");
        json.WriteBoolean("is_frozen", false);
        json.WriteBoolean("is_resigned", account.HasLeft(now));
        json.WriteBoolean("is_activated", true);
        json.WriteBoolean("is_exited", false);
        json.WriteEndObject();
    }
}
