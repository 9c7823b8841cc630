namespace Archive.Web.Operations;

/// <summary>Sources to tick.</summary>
internal sealed record SourceChoice(IEnumerable<string> Known, IReadOnlyCollection<string> Chosen);
