using Archive.Core.Connectors;
using Archive.Core.Messages;

namespace Archive.Connectors.WeCom;

/// <summary>A message whose files came later. The platform has no revisions, so this one is ours.</summary>
internal static class FilesRevision
{
    public const string Name = "files";

    public static SourceItem Of(SourceItem item) => item.Message is { } message
        ? item with { Message = message with { Revision = Name, Kind = MessageKind.Edit, Concerns = message.NativeId } }
        : item;
}
