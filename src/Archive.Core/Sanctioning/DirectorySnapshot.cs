namespace Archive.Core.Sanctioning;

/// <summary>Departments and people as a platform's directory has them now.</summary>
public sealed record DirectorySnapshot(IReadOnlyList<Department> Departments, IReadOnlyList<DirectoryPerson> People);

/// <param name="Leader">Account that leads it; null where nobody does.</param>
public sealed record Department(string Id, string Name, string? Parent, string? Leader);

/// <param name="Account">The platform's id.</param>
/// <param name="Department">Id of the main department; null for none.</param>
/// <param name="Manager">Account of whoever this person reports to; null for none.</param>
public sealed record DirectoryPerson(string Account, string Name, string? Department, string? Manager);
