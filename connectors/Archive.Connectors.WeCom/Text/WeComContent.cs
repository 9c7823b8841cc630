using Archive.Core.Messages;

namespace Archive.Connectors.WeCom.Text;

/// <summary>What a message says, in the archive's terms.</summary>
/// <param name="Concerns">Id of the message that it is about.</param>
internal sealed record WeComContent(MessageKind Kind, string Text, IReadOnlyList<WeComFile> Files, string? Concerns = null);
