namespace Archive.Simulators.Feishu;

/// <summary>Scopes that the simulator looks at, as the platform spells them.</summary>
public static class FeishuScope
{
    /// <summary>List and get, of 1:1 chats; groups need <see cref="GroupMessages"/> as well.</summary>
    public const string ReadMessages = "im:message:readonly";

    /// <summary>Every message of groups, the sensitive scope.</summary>
    public const string GroupMessages = "im:message.group_msg";

    /// <summary>Messages of 1:1 chats with the bot.</summary>
    public const string DirectMessages = "im:message.p2p_msg:readonly";

    public const string ReadChats = "im:chat:readonly";

    /// <summary>The directory at all.</summary>
    public const string Contacts = "contact:contact.base:readonly";

    public const string DepartmentNames = "contact:department.base:readonly";

    public const string DepartmentTree = "contact:department.organize:readonly";

    /// <summary><c>name</c>, <c>en_name</c>.</summary>
    public const string UserNames = "contact:user.base:readonly";

    /// <summary><c>user_id</c>, in every API.</summary>
    public const string UserIds = "contact:user.employee_id:readonly";

    public const string UserMail = "contact:user.email:readonly";

    /// <summary><c>department_ids</c>, <c>leader_user_id</c>.</summary>
    public const string UserDepartments = "contact:user.department:readonly";

    /// <summary><c>job_title</c>, <c>employee_no</c>, <c>employee_type</c>, <c>status</c>, <c>is_tenant_manager</c>.</summary>
    public const string UserEmployment = "contact:user.employee:readonly";

    /// <summary>Whole directory with all fields but user id and mail: the older, wider scope.</summary>
    public const string ContactsAsApp = "contact:contact:readonly_as_app";

    internal const string Messages = "im:message";
    internal const string MessageHistory = "im:message.history:readonly";
    internal const string DirectMessagesFull = "im:message.p2p_msg";
    internal const string Chats = "im:chat";
    internal const string ChatRead = "im:chat:read";
    internal const string ChatInfo = "im:chat.group_info:readonly";
    internal const string ChatMembers = "im:chat.members:read";
    internal const string Reactions = "im:message.reactions:read";
}
