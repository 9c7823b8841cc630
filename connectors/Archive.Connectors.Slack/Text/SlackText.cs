using System.Text.Json;
using Archive.Connectors.Slack.Directory;
using Archive.Connectors.Slack.Wire;

namespace Archive.Connectors.Slack.Text;

/// <summary>Everything readable in a message as plain text: blocks, the text where it says something else, attachments, files.</summary>
internal static class SlackText
{
    private const int MaxDepth = 8;

    private static readonly string[] AttachmentParts = ["pretext", "author_name", "title", "text"];

    public static string Of(SlackMessage message, ISlackNames names)
    {
        var lines = new List<string>();
        AddBody(lines, message.Blocks, message.Text ?? message.Comment?.Comment, names);
        foreach (var attachment in SlackBlocks.Elements(message.Attachments))
        {
            AddAttachment(lines, attachment, names, 0);
        }

        foreach (var file in FilesOf(message))
        {
            AddFile(lines, file);
        }

        return string.Join('\n', lines).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
    }

    public static IEnumerable<SlackFile> FilesOf(SlackMessage message)
    {
        foreach (var file in message.Files ?? [])
        {
            if (file is not null)
            {
                yield return file;
            }
        }

        if (message.File is { } single)
        {
            yield return single;
        }
    }

    private static void AddBody(List<string> lines, JsonElement blocks, string? text, ISlackNames names)
    {
        var fromBlocks = SlackBlocks.ToPlain(blocks, names);
        var plain = SlackMrkdwn.ToPlain(text ?? "", names);
        Add(lines, fromBlocks);

        // Bots send another text as notification; people's clients send the same one with marks of style in it.
        if (fromBlocks.Length == 0 || !SameWords(fromBlocks, plain))
        {
            Add(lines, plain);
        }
    }

    /// <summary>Same letters and digits in the same order, whatever stands between them.</summary>
    private static bool SameWords(string left, string right)
    {
        var i = 0;
        var j = 0;
        while (true)
        {
            while (i < left.Length && !IsWord(left, i))
            {
                i++;
            }

            while (j < right.Length && !IsWord(right, j))
            {
                j++;
            }

            if (i == left.Length || j == right.Length)
            {
                return i == left.Length && j == right.Length;
            }

            if (left[i++] != right[j++])
            {
                return false;
            }
        }
    }

    // Surrogates are emoji and rare Han: both are content.
    private static bool IsWord(string text, int at) => char.IsLetterOrDigit(text[at]) || char.IsSurrogate(text[at]);

    private static void AddAttachment(List<string> lines, JsonElement attachment, ISlackNames names, int depth)
    {
        if (depth > MaxDepth || attachment.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var before = lines.Count;
        foreach (var part in AttachmentParts)
        {
            AddMrkdwn(lines, SlackBlocks.Text(attachment, part), names);
        }

        foreach (var field in SlackBlocks.Elements(Child(attachment, "fields")))
        {
            AddMrkdwn(lines, SlackBlocks.Text(field, "title"), names);
            AddMrkdwn(lines, SlackBlocks.Text(field, "value"), names);
        }

        AddMrkdwn(lines, SlackBlocks.Text(attachment, "footer"), names);
        AddUnlessSaid(lines, before, SlackMrkdwn.ToPlain(SlackBlocks.Text(attachment, "fallback") ?? "", names));
        AddUnlessSaid(lines, before, SlackBlocks.ToPlain(Child(attachment, "blocks"), names));
        foreach (var shared in SlackBlocks.Elements(Child(attachment, "message_blocks")))
        {
            AddUnlessSaid(lines, before, SlackBlocks.ToPlain(Child(Child(shared, "message"), "blocks"), names));
        }

        foreach (var inner in SlackBlocks.Elements(Child(attachment, "attachments")))
        {
            AddAttachment(lines, inner, names, depth + 1);
        }
    }

    private static void AddFile(List<string> lines, SlackFile file)
    {
        var before = lines.Count;
        Add(lines, file.Title);
        AddUnlessSaid(lines, before, file.Name);
        Add(lines, file.PlainText ?? file.PreviewPlainText);
        Add(lines, file.Transcription?.Preview?.Content);
    }

    private static void AddMrkdwn(List<string> lines, string? text, ISlackNames names)
    {
        if (!string.IsNullOrEmpty(text))
        {
            Add(lines, SlackMrkdwn.ToPlain(text, names));
        }
    }

    private static void Add(List<string> lines, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            lines.Add(text);
        }
    }

    private static void AddUnlessSaid(List<string> lines, int from, string? text)
    {
        if (!string.IsNullOrEmpty(text) && !lines.Skip(from).Any(l => l == text || SameWords(l, text)))
        {
            lines.Add(text);
        }
    }

    private static JsonElement Child(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;
}
