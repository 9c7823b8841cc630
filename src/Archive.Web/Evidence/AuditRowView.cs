using Archive.Core.Evidence;

namespace Archive.Web.Evidence;

/// <summary>A line of the audit trail.</summary>
public sealed class AuditRowView
{
    public long LeafIndex { get; set; }
    public DateTimeOffset Time { get; set; }
    public string Actor { get; set; } = "";
    public EvidenceKind Kind { get; set; }
    public string? Purpose { get; set; }
    public string? Query { get; set; }
    public int? Page { get; set; }
    public string? Conversation { get; set; }
    public int Records { get; set; }
    public int Items { get; set; }
    public string? Reason { get; set; }
    public string? What { get; set; }
    public string? Matter { get; set; }
    public string? Target { get; set; }
    public int? Count { get; set; }
}
