namespace Archive.Web.Search;

/// <summary>Where in the hits of a search somebody is, as addresses: an id and numbers, never query text.</summary>
internal sealed record SearchPlace(string Id, int Page = 1, HitSelection Show = HitSelection.All)
{
    /// <summary>A page of the hits.</summary>
    public string Hits(int page) => $"/search/{Id}?page={page}{Showing}";

    /// <summary>The same hits, all of them or some.</summary>
    public string Selection(HitSelection show) => (this with { Show = show }).Hits(1);

    /// <summary>The hits with the conversation around one of them beside.</summary>
    public string Open(long sequence) => $"{Hits(Page)}&open={sequence}#focus";

    /// <summary>The hits with the row marked from which somebody left.</summary>
    public string Row(long? sequence) => sequence is { } row ? $"{Hits(Page)}&row={row}#hit-{row}" : Hits(Page);

    /// <summary>The conversation alone; the number of a record is put behind it.</summary>
    public string Pane => $"/search/{Id}?handler=Pane&page={Page}{Showing}&open=";

    /// <summary>For pages that lead back here.</summary>
    public string AsQuery => $"search={Id}&page={Page}{Showing}";

    private string Showing => Show == HitSelection.All ? "" : $"&show={Show.ToString().ToLowerInvariant()}";
}

/// <summary>Which hits of a search are listed.</summary>
internal enum HitSelection
{
    All,

    /// <summary>Since the last run that the person looked at.</summary>
    New,
    Marked,
}
