using Archive.Core.Messages;
using Archive.Web.Messages;

namespace Archive.Web.Search;

/// <summary>A row of the result list.</summary>
public sealed class HitView
{
    public long Sequence { get; set; }
    public DateTimeOffset SentAt { get; set; }
    public string Source { get; set; } = "";
    public string SenderName { get; set; } = "";
    public string ConversationName { get; set; } = "";
    public ConversationKind ConversationKind { get; set; }
    public MessageKind Kind { get; set; }
    public int Files { get; set; }

    /// <summary>Set after mapping: only the search knows what to mark.</summary>
    public IReadOnlyList<TextPiece> Snippet { get; set; } = [];
    public bool StartsInside { get; set; }
    public bool EndsInside { get; set; }
}

/// <summary>A facet of the hits.</summary>
/// <param name="Field">Field of the language that narrows by it.</param>
/// <param name="Label">Key of its words.</param>
/// <param name="Narrows">The language knows the field; else the counts are only shown.</param>
public sealed record FacetGroup(string Field, string Label, IReadOnlyList<FacetView> Values, bool Narrows);

/// <summary>A value of a facet, with the field of the language that narrows by it.</summary>
public sealed class FacetView
{
    public string Value { get; set; } = "";
    public string Label { get; set; } = "";
    public long Count { get; set; }
}
