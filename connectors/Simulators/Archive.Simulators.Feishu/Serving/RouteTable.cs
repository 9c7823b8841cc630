using Archive.Simulators.Feishu.Methods;

namespace Archive.Simulators.Feishu.Serving;

internal static class RouteTable
{
    /// <summary>Answered without a token, with fields outside <c>data</c>.</summary>
    public const string Token = "POST/open-apis/auth/v3/tenant_access_token/internal";

    private static readonly string[] DirectoryTypes = ["user_id_type", "department_id_type"];

    /// <summary>In the order in which paths are tried: a word before a value.</summary>
    private static readonly Route[] Routes =
    [
        new("GET/open-apis/im/v1/chats", ApiFamily.Chats, ["page_size", "page_token", "sort_type", "user_id_type"], ChatMethods.List),
        new("GET/open-apis/im/v1/chats/:chat_id", ApiFamily.Chats, ["user_id_type"], ChatMethods.Get),
        new("GET/open-apis/im/v1/chats/:chat_id/members", ApiFamily.Chats, ["member_id_type", "page_size", "page_token"], ChatMethods.Members),
        new(
            "GET/open-apis/im/v1/messages",
            ApiFamily.Messages,
            [
                "container_id_type", "container_id", "start_time", "end_time", "sort_type", "page_size", "page_token", "card_msg_content_type",
                "only_thread_root_messages", "with_sender_name",
            ],
            MessageMethods.List),
        new("GET/open-apis/im/v1/messages/:message_id", ApiFamily.Messages, ["card_msg_content_type", "user_id_type"], MessageMethods.Get),
        new("GET/open-apis/im/v1/messages/:message_id/resources/:file_key", ApiFamily.Resources, ["type"], ResourceMethods.Get),
        new(
            "GET/open-apis/im/v1/messages/:message_id/reactions",
            ApiFamily.Messages,
            ["reaction_type", "page_size", "page_token", "user_id_type"],
            ReactionMethods.List),
        new("GET/open-apis/contact/v3/scopes", ApiFamily.Contacts, [.. DirectoryTypes, "page_size", "page_token"], ContactMethods.Scopes),
        new(
            "GET/open-apis/contact/v3/departments/:department_id/children",
            ApiFamily.Contacts,
            [.. DirectoryTypes, "fetch_child", "page_size", "page_token"],
            ContactMethods.Children),
        new(
            "GET/open-apis/contact/v3/users/find_by_department",
            ApiFamily.Contacts,
            [.. DirectoryTypes, "department_id", "page_size", "page_token"],
            ContactMethods.FindByDepartment),
        new("GET/open-apis/contact/v3/users/batch", ApiFamily.Contacts, [.. DirectoryTypes, "user_ids"], ContactMethods.Batch, Repeatable: "user_ids"),
        new("GET/open-apis/contact/v3/users/:user_id", ApiFamily.Contacts, DirectoryTypes, ContactMethods.User),
    ];

    /// <summary>The API of a path and the values in it, or null.</summary>
    public static (Route Route, Dictionary<string, string> Path)? Find(string method, string path)
    {
        var segments = path.Split('/');
        foreach (var route in Routes)
        {
            if (route.Method == method && route.Match(segments) is { } values)
            {
                return (route, values);
            }
        }

        return null;
    }
}
