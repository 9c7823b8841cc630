using Archive.Simulators.Slack.Organisation;
using Archive.Simulators.Slack.Serving;

namespace Archive.Simulators.Slack.Methods;

/// <summary>File listings and single files of both APIs. Deleting a message does not delete its file.</summary>
internal static class FileMethods
{
    public static void DiscoveryList(ApiCall call)
    {
        var (oldest, latest) = (call.Arguments.Oldest(), call.Arguments.Latest(long.MaxValue));
        var files = call.Org.Files.Where(f => f.Channel.Times[f.Message] is var ts && ts <= call.Until && ts >= oldest && ts <= latest).ToArray();
        call.WriteByOffset("files", files, f => call.Platform.Files.Write(call.Json, f));
    }

    public static void DiscoveryInfo(ApiCall call) => Write(call, Find(call));

    public static void WebInfo(ApiCall call)
    {
        call.Require("files:read");
        var file = Find(call);
        Write(call, WebConversations.IsVisible(call, file.Channel) ? file : throw new ApiException(ErrorCode.FileNotFound));
    }

    private static SharedFile Find(ApiCall call) =>
        (call.Arguments.Text("file") is { } id ? call.Org.FindFile(id) : null) is { } file && file.Channel.IsSent(file.Message, call.Until)
            ? file
            : throw new ApiException(ErrorCode.FileNotFound);

    private static void Write(ApiCall call, SharedFile file)
    {
        call.Json.WritePropertyName("file");
        call.Platform.Files.Write(call.Json, file);
    }
}
