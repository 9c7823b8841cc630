using Archive.Simulators.Feishu.Methods;

namespace Archive.Simulators.Feishu.Serving;

internal static class RouteTable
{
    /// <summary>Answered without a token, with fields outside <c>data</c>.</summary>
    public const string Token = "POST/open-apis/auth/v3/tenant_access_token/internal";

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
