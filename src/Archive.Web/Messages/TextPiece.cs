namespace Archive.Web.Messages;

/// <summary>A piece of shown text.</summary>
/// <param name="Text">Plain text, or the tag of a redacted value.</param>
/// <param name="Marked">The query found it.</param>
/// <param name="Entity">Kind of a redacted value ("email"); null for plain text.</param>
public sealed record TextPiece(string Text, bool Marked, string? Entity = null)
{
    private const int Colours = 8;

    /// <summary>The same value has the same colour: 0 to 7.</summary>
    public int Colour => (int)(Text.Aggregate(17u, (hash, c) => (hash * 31) + c) % Colours);
}
