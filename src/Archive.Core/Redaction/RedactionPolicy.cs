namespace Archive.Core.Redaction;

/// <summary>What is searched for and what happens to it. A policy never changes under the same version: anything that can change the stored text or
/// the tags (rules, threshold, normalisation, the replacement of typed label brackets) is part of it.</summary>
/// <param name="Threshold">Hundredths, 1 to 100: findings with a lower score stay in the text.</param>
public sealed record RedactionPolicy(string Name, int Version, IReadOnlyList<RedactionRule> Rules, int Threshold = RedactionPolicy.DefaultThreshold)
{
    /// <summary>Chosen so that a checksum, a usual grouping or a context word is needed, but not two of them.</summary>
    public const int DefaultThreshold = 50;

    /// <summary>Every known entity replaced by its label.</summary>
    public static RedactionPolicy Default { get; } =
        new("default", 1, [.. RedactionEntities.All.Select(entity => new RedactionRule(entity, RedactionOperators.Replace))]);

    public string PolicyVersion => $"{Name}@{Version}";
}

/// <summary>What to do with one entity. Entities without a rule are not searched for.</summary>
/// <param name="Operator">One of <see cref="RedactionOperators"/>.</param>
/// <param name="KeepFirst">For "mask": leading digits that stay, at most 6 (the issuer part of a card).</param>
/// <param name="KeepLast">For "mask": trailing digits that stay, at most 4.</param>
public sealed record RedactionRule(string Entity, string Operator, int KeepFirst = 0, int KeepLast = 0)
{
    public const int MostKeptFirst = 6;
    public const int MostKeptLast = 4;
}

/// <summary>The entities that recognizers exist for.</summary>
public static class RedactionEntities
{
    public const string Email = "email";
    public const string Phone = "phone";
    public const string ResidentId = "cn-id";
    public const string Card = "card";

    public static IReadOnlyList<string> All { get; } = [Email, Phone, ResidentId, Card];
}

/// <summary>What can be done with a finding.</summary>
public static class RedactionOperators
{
    /// <summary>⟦entity:tag⟧, the same value always the same tag.</summary>
    public const string Replace = "replace";

    /// <summary>All but a few digits become "*".</summary>
    public const string Mask = "mask";

    /// <summary>⟦entity⟧: that something stood there is told, which value it was is not, not even whether twice the same.</summary>
    public const string Drop = "drop";

    public static IReadOnlyList<string> All { get; } = [Replace, Mask, Drop];
}
