using Archive.Simulators.WeCom.Methods;

namespace Archive.Simulators.WeCom.Serving;

internal static class RouteTable
{
    public const string Root = "/cgi-bin/";
    public const string Token = "gettoken";
    public const int ChatPerMinute = 4_000;

    /// <summary>Of APIs without a documented limit; quoted second-hand.</summary>
    public const int GeneralPerMinute = 10_000;

    private const SecretKind Directory = SecretKind.Contact | SecretKind.App;

    private static readonly Dictionary<string, Route> Routes = new Route[]
    {
        new("msgaudit/get_permit_user_list", true, SecretKind.Archive, 1_000, ["type"], AuditMethods.PermitUserList),
        new("msgaudit/check_single_agree", true, SecretKind.Archive, 2_500, ["info"], AuditMethods.CheckSingleAgree),
        new("msgaudit/check_room_agree", true, SecretKind.Archive, 1_500, ["roomid"], AuditMethods.CheckRoomAgree),
        new("msgaudit/groupchat/get", true, SecretKind.Archive, 2_000, ["roomid"], AuditMethods.GroupChat),
        new("msgaudit/get_robot_info", false, SecretKind.Archive, GeneralPerMinute, ["robot_id"], AuditMethods.RobotInfo),
        new("department/list", false, Directory, GeneralPerMinute, ["id"], DirectoryMethods.Departments),
        new("department/simplelist", false, Directory, GeneralPerMinute, ["id"], DirectoryMethods.DepartmentIds),
        new("user/list_id", true, SecretKind.Contact, GeneralPerMinute, ["cursor", "limit"], DirectoryMethods.UserIds),
        new("user/list", false, Directory, GeneralPerMinute, ["department_id"], DirectoryMethods.Users),
        new("user/simplelist", false, Directory, GeneralPerMinute, ["department_id"], DirectoryMethods.SimpleUsers),
        new("user/get", false, Directory, GeneralPerMinute, ["userid"], DirectoryMethods.User),
        new("externalcontact/get", false, SecretKind.Contact, GeneralPerMinute, ["external_userid"], ExternalContactMethods.Get),
        new("externalcontact/groupchat/get", true, SecretKind.Contact, GeneralPerMinute, ["chat_id", "need_name"], ExternalContactMethods.GroupChat),
        new(
            "externalcontact/groupchat/list",
            true,
            SecretKind.Contact,
            GeneralPerMinute,
            ["status_filter", "owner_filter", "cursor", "limit"],
            ExternalContactMethods.GroupChats),
    }.ToDictionary(r => r.Name, StringComparer.Ordinal);

    /// <summary>The API of a path below <see cref="Root"/>, or null.</summary>
    public static Route? Find(string name) => Routes.GetValueOrDefault(name);
}
