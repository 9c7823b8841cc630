using Microsoft.Extensions.Options;

namespace Archive.Core.Redaction;

/// <summary>The redaction policy as configuration states it.</summary>
public sealed class RedactionOptions
{
    public const string Section = "Archive:Redaction";

    /// <summary>Name recorded on every message. Default "default".</summary>
    public string Policy { get; set; } = RedactionPolicy.Default.Name;

    /// <summary>From 1. Raise it with every change of the rules: messages name the version that was applied to them.</summary>
    public int Version { get; set; } = RedactionPolicy.Default.Version;

    /// <summary>Hundredths, 1 to 100; default 50. Lower finds more and takes more order numbers for personal ones: 60 leaves unbroken card numbers
    /// without any context.</summary>
    public int Threshold { get; set; } = RedactionPolicy.DefaultThreshold;

    /// <summary>One rule for each entity. Empty (the default) means: replace every known entity.</summary>
    public List<RedactionRuleOptions> Rules { get; set; } = [];

    /// <summary>The policy these options describe; validate them first.</summary>
    public RedactionPolicy ToPolicy() => new(
        Policy,
        Version,
        Rules.Count == 0 ? RedactionPolicy.Default.Rules : [.. Rules.Select(r => new RedactionRule(r.Entity, r.Operator, r.KeepFirst, r.KeepLast))],
        Threshold);
}

/// <summary>One rule: see <see cref="RedactionRule"/>.</summary>
public sealed class RedactionRuleOptions
{
    public string Entity { get; set; } = "";

    public string Operator { get; set; } = RedactionOperators.Replace;

    public int KeepFirst { get; set; }

    public int KeepLast { get; set; }
}

/// <summary>Refuses options that would redact something else than their writer meant.</summary>
public sealed class RedactionOptionsValidator : IValidateOptions<RedactionOptions>
{
    public ValidateOptionsResult Validate(string? name, RedactionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = Failures(options.ToPolicy()).Select(failure => $"{RedactionOptions.Section}: {failure}").ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    internal static IEnumerable<string> Failures(RedactionPolicy policy)
    {
        if (policy.Name.Length is 0 or > 64 || !policy.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            yield return "Policy must be 1 to 64 of A-Z, a-z, 0-9, '-', '_', '.'.";
        }

        if (policy.Version < 1)
        {
            yield return $"Version is {policy.Version}; it starts at 1.";
        }

        if (policy.Threshold is < 1 or > 100)
        {
            yield return $"Threshold is {policy.Threshold}; expected 1 to 100.";
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rule in policy.Rules)
        {
            foreach (var failure in RuleFailures(rule))
            {
                yield return failure;
            }

            if (!seen.Add(rule.Entity))
            {
                yield return $"Rules has two rules for '{rule.Entity}'.";
            }
        }
    }

    private static IEnumerable<string> RuleFailures(RedactionRule rule)
    {
        if (!RedactionEntities.All.Contains(rule.Entity))
        {
            yield return $"Entity '{rule.Entity}' is unknown; known are {string.Join(", ", RedactionEntities.All)}.";
        }

        if (!RedactionOperators.All.Contains(rule.Operator))
        {
            yield return $"Operator '{rule.Operator}' is unknown; known are {string.Join(", ", RedactionOperators.All)}.";
        }

        if (rule.KeepFirst is < 0 or > RedactionRule.MostKeptFirst || rule.KeepLast is < 0 or > RedactionRule.MostKeptLast)
        {
            yield return $"Rule for '{rule.Entity}' keeps {rule.KeepFirst} first and {rule.KeepLast} last; "
                + $"at most {RedactionRule.MostKeptFirst} and {RedactionRule.MostKeptLast} may stay.";
        }

        if (rule.Operator != RedactionOperators.Mask && (rule.KeepFirst != 0 || rule.KeepLast != 0))
        {
            yield return $"Rule for '{rule.Entity}' keeps digits, which only the operator '{RedactionOperators.Mask}' does.";
        }
    }
}
