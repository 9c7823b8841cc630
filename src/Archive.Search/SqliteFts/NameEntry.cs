namespace Archive.Search.SqliteFts;

internal enum NameKind
{
    Source = 1,
    Conversation = 2,
    Sender = 3,
}

/// <summary>A source, conversation or sender.</summary>
internal sealed record NameEntry(ushort Source, string Id, IReadOnlyList<string> Names) : NameHistory(Id, Names);
