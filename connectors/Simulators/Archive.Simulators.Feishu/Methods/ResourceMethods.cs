using Archive.Simulators.Feishu.Faults;
using Archive.Simulators.Feishu.Organisation;
using Archive.Simulators.Feishu.Serving;

namespace Archive.Simulators.Feishu.Methods;

/// <summary>Files and images of messages.</summary>
internal static class ResourceMethods
{
    public static void Get(ApiCall call)
    {
        var type = call.Query.Required("type");
        if (type is not ("image" or "file"))
        {
            throw call.Family.WrongParameter("type");
        }

        var message = ChatAccess.Message(call);
        if (message.IsRecalled(call.Now))
        {
            throw ApiError.Deleted;
        }

        if (message.Upper is not null || message.Form is MessageForm.Card or MessageForm.MergeForward or MessageForm.Sticker)
        {
            throw ApiError.TypeUnsupported;
        }

        var resource = Find(message, call.Path("file_key"), type) ?? throw ApiError.FileElsewhere;
        RefuseFaulty(call, resource);
        call.Download = resource;
    }

    private static Resource? Find(SentMessage message, string key, string type) => message.File switch
    {
        { } file when file.Key == key && file.QueryType == type => file,
        { CoverKey: { } cover } file when cover == key && type == "image" =>
            new Resource(cover, ResourceKind.Image, "cover.png", "image/png", System.Text.Encoding.ASCII.GetBytes($"simulated cover of {file.Name}")),
        _ => null,
    };

    private static void RefuseFaulty(ApiCall call, Resource resource)
    {
        FileFault? fault = resource.Source is { } source && call.Platform.Options.FileFaults.TryGetValue(source.Id, out var chosen) ? chosen : null;
        if (fault == FileFault.TooLarge || resource.Content.LongLength > call.Platform.Options.MostResourceBytes)
        {
            throw ApiError.FileTooLarge;
        }

        if (fault is FileFault.Deleted)
        {
            throw ApiError.Deleted;
        }

        if (fault is FileFault.Restricted)
        {
            throw ApiError.FileRestricted;
        }
    }
}
