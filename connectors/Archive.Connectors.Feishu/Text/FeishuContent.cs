using Archive.Core.Messages;

namespace Archive.Connectors.Feishu.Text;

/// <summary>What a message says, in the archive's terms.</summary>
/// <param name="State">Set where the message has changed in a way for which the platform gives no time: names the revision.</param>
internal sealed record FeishuContent(MessageKind Kind, string Text, IReadOnlyList<FeishuFile> Files, string? State = null);
