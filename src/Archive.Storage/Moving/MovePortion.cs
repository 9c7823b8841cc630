namespace Archive.Storage.Moving;

/// <param name="Table">"records.record".</param>
/// <param name="Reached">Key up to which its rows are there.</param>
/// <param name="Last">Key of its last row.</param>
public sealed record MovePortion(string Table, long Reached, long Last);
