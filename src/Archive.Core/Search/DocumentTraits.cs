using Archive.Core.Messages;
using Archive.Core.Redaction;

namespace Archive.Core.Search;

/// <summary>What kind of record a document stands for: everything that queries ask about besides text, people, place and time. Few combinations
/// occur, so an index keeps each once and a number with the document.</summary>
/// <param name="Language">One of <see cref="ScriptDetector.Languages"/>.</param>
/// <param name="Policy">Redaction policy and version: "default@1".</param>
/// <param name="Labels">What the redaction found, sorted, a blank between: "card phone".</param>
/// <param name="IsLater">A later form of a message that was said before: an edit.</param>
public sealed record DocumentTraits(MessageKind Kind, DocumentContents Contents, string Language, string Policy, string Labels, bool IsLater)
{
    public const string First = "first";
    public const string Later = "later";

    /// <summary>A text and nothing else.</summary>
    public static DocumentTraits Plain { get; } = new(MessageKind.Text, DocumentContents.None, ScriptDetector.None, "", "", false);

    /// <summary>Values of "type:".</summary>
    public static IReadOnlyList<string> Types { get; } = [.. Enum.GetNames<MessageKind>().Select(name => name.ToLowerInvariant())];

    /// <summary>Values of "has:".</summary>
    public static IReadOnlyList<string> Parts { get; } =
        [.. Enum.GetNames<DocumentContents>().Where(name => name != nameof(DocumentContents.None)).Select(name => name.ToLowerInvariant())];

    public string Type => (Enum.IsDefined(Kind) ? Kind : MessageKind.Unknown).ToString().ToLowerInvariant();

    public string Revision => IsLater ? Later : First;

    /// <summary>Every value that a query may name in a field.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The field is not one of the traits.</exception>
    public IEnumerable<string> ValuesOf(SearchField field) => field switch
    {
        SearchField.Type => [Type],
        SearchField.Has => Parts.Where((_, i) => ((int)Contents & (1 << i)) != 0),
        SearchField.Language => [Language],
        SearchField.Policy => Policy.Length == 0 ? [] : Policy.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? [Policy, Policy[..at]] : [Policy],
        SearchField.Revision => [Revision],
        SearchField.Label => Labels.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };

    public static DocumentTraits Of(ChatMessage message, IReadOnlyList<RedactionMark> marks, string policy) => new(
        message.Kind,
        ContentsOf(message, marks),
        ScriptDetector.Detect(message.Text),
        policy,
        marks.Count == 0 ? "" : string.Join(' ', marks.Select(mark => mark.Entity).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
        message.Kind == MessageKind.Edit || (message.Kind == MessageKind.Text && message.Revision.Length > 0));

    private static DocumentContents ContentsOf(ChatMessage message, IReadOnlyList<RedactionMark> marks)
    {
        var contents = marks.Count > 0 ? DocumentContents.Redaction : DocumentContents.None;
        foreach (var attachment in message.Attachments)
        {
            contents |= DocumentContents.File;
            contents |= attachment.MediaType.StartsWith("image/", StringComparison.OrdinalIgnoreCase) ? DocumentContents.Image : DocumentContents.None;
            contents |= attachment.State == AttachmentState.Stored ? DocumentContents.None : DocumentContents.Missing;
        }

        if (message.Text.Contains("://", StringComparison.Ordinal))
        {
            contents |= DocumentContents.Link;
        }

        return message.ThreadId is null ? contents : contents | DocumentContents.Thread;
    }
}

/// <summary>What a record has. The names are the values of "has:", and with their numbers part of stored indexes.</summary>
[Flags]
public enum DocumentContents
{
    None = 0,
    File = 1,
    Image = 2,

    /// <summary>An address with "://" in the text.</summary>
    Link = 4,
    Redaction = 8,

    /// <summary>A reply inside a thread.</summary>
    Thread = 16,

    /// <summary>An attachment whose bytes are not in the archive.</summary>
    Missing = 32,
}
