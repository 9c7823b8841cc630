using Archive.Connectors.Feishu.Directory;
using Archive.Connectors.Feishu.Wire;
using Archive.Connectors.Http;

namespace Archive.Connectors.Feishu.Text;

/// <summary>A bundle of forwarded messages as plain text: a line each with the name of its sender, bundles within it further in.</summary>
internal sealed class ForwardedText(ForwardedBundle bundle, FeishuPeople people)
{
    // A bundle in a bundle in a bundle is real; a ring of them is not.
    private const int MaxDepth = 16;

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public List<string> Lines { get; } = [];

    public List<FeishuFile> Files { get; } = [];

    public void Add(string bundleId) => Add(bundleId, 0);

    private void Add(string upper, int depth)
    {
        if (depth > MaxDepth)
        {
            return;
        }

        foreach (var child in bundle.Children.Where(c => c.UpperMessageId == upper && c.MessageId is { Length: > 0 }))
        {
            var id = child.MessageId!; // filtered the line above
            if (!_seen.Add(id))
            {
                continue;
            }

            var content = Read(child, id);
            Lines.Add(new string(' ', depth * 2) + $"{people.SenderOf(child).Name}: {content?.Text}".TrimEnd());
            Files.AddRange((content?.Files ?? []).Select(f => f with { Reason = FeishuErrors.ItemReasons[FeishuErrors.NoFiles] }));
            Add(id, depth + 1);
        }
    }

    /// <summary>Null for a child whose content cannot be read: its bytes are kept with the bundle's.</summary>
    private FeishuContent? Read(FeishuMessage child, string id)
    {
        // A bundle's own text is a fixed phrase that nobody wrote.
        if (child.MsgType == "merge_forward" || child.Deleted)
        {
            return null;
        }

        try
        {
            return FeishuContentReader.Read(child.MsgType ?? "", child.Body?.Content, id, new Mentions(child.Mentions ?? [], people), people);
        }
        catch (UnreadableMessageException)
        {
            return null;
        }
    }
}
