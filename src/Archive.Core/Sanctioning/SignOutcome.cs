namespace Archive.Core.Sanctioning;

/// <summary>What became of signatures that were handed in.</summary>
/// <param name="Register">The state after it.</param>
/// <param name="Added">Signatures that are new; the others were recorded before.</param>
/// <param name="UnknownPeople">Persons among those who signed that no line of the register names: a slip, or a list that comes before its accounts.</param>
public sealed record SignOutcome(SanctionRegister Register, int Added, IReadOnlyList<string> UnknownPeople);
