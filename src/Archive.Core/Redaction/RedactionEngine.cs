using System.Runtime.InteropServices;
using System.Text;
using Archive.Core.Redaction.Operators;
using Archive.Core.Redaction.Recognizers.China;
using Archive.Core.Redaction.Recognizers.Generic;

namespace Archive.Core.Redaction;

/// <summary>Redacts by one policy. A look at the characters decides whether any recognizer runs; what is found is replaced and the result looked at
/// again until nothing more is found, so that the stored text holds nothing the same policy would find in it.</summary>
public sealed class RedactionEngine : IRedactor
{
    public const int ShortestTenantKey = 32;

    /// <summary>A second round is rarely needed and a third was never seen; a text that does not come to rest is not vouched for.</summary>
    private const int MostRounds = 8;

    /// <summary>From this many findings on, values are looked up among those just written before they are written anew.</summary>
    private const int ManyFindings = 16;

    private const int GroupsOnStack = 24;
    private const int DigitsOnStack = 160;

    private readonly IRecognizer[] _recognizers;
    private readonly Dictionary<string, IRedactionOperator> _operators;
    private readonly int _threshold;

    /// <param name="tenantKey">At least 32 bytes; keys the tags, so that nobody without it can tell a value from its tag.</param>
    /// <exception cref="ArgumentException">The policy or the key is not valid.</exception>
    public RedactionEngine(RedactionPolicy policy, byte[] tenantKey, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(tenantKey);
        if (tenantKey.Length < ShortestTenantKey)
        {
            throw new ArgumentException($"The tenant key has {tenantKey.Length} bytes; at least {ShortestTenantKey} are needed.", nameof(tenantKey));
        }

        if (RedactionOptionsValidator.Failures(policy).FirstOrDefault() is { } failure)
        {
            throw new ArgumentException(failure, nameof(policy));
        }

        PolicyVersion = policy.PolicyVersion;
        _threshold = policy.Threshold;
        _operators = policy.Rules.ToDictionary(rule => rule.Entity, rule => Operator(rule, [.. tenantKey]), StringComparer.Ordinal);
        IRecognizer[] all =
        [
            new EmailRecognizer(), new BankCardRecognizer(), new PhoneRecognizer(), new ResidentIdRecognizer(time), new MobilePhoneRecognizer(),
            new FixedPhoneRecognizer(),
        ];
        _recognizers = [.. all.Where(recognizer => _operators.ContainsKey(recognizer.Entity))];
    }

    public string PolicyVersion { get; }

    /// <summary>Redacts a text as somebody typed it: brackets of labels in it were typed too and are replaced by similar ones.</summary>
    public RedactedText Redact(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trigger = TriggerScan.IndexOfTrigger(text, 0);
        return trigger < 0 ? new RedactedText(text, []) : Settle(new RedactedText(LabelBrackets.Neutralise(text), []), trigger);
    }

    /// <summary>Redacts what was redacted before, under this policy or an older one: what the marks cover stays as it is. Under the same policy nothing
    /// changes. Only marks tell a label from a typed one; the text alone cannot.</summary>
    public RedactedText Redact(RedactedText redacted) => Settle(redacted, 0);

    private RedactedText Settle(RedactedText current, int from)
    {
        try
        {
            for (var round = 0; round < MostRounds; round++)
            {
                if (Find(current, from) is not { Count: > 0 } findings)
                {
                    return current;
                }

                current = Replace(current, findings);
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            throw new RedactionException($"A recognizer or operator failed: {failure.GetType().Name}.");
        }

        throw new RedactionException($"The text did not come to rest in {MostRounds} rounds.");
    }

    private List<Finding>? Find(RedactedText current, int from)
    {
        var findings = new Findings(_threshold);
        Span<DigitGroup> groups = stackalloc DigitGroup[GroupsOnStack];
        Span<byte> digits = stackalloc byte[DigitsOnStack];
        var scanner = new DigitGroupScanner(current.Text, from, groups, digits);
        try
        {
            foreach (var recognizer in _recognizers)
            {
                recognizer.Find(scanner.Result, ref findings);
            }
        }
        finally
        {
            scanner.Dispose();
        }

        if (findings.Items is { } items)
        {
            FindingOverlaps.Resolve(items, current.Marks);
        }

        return findings.Items;
    }

    /// <summary>Writes the text anew; marks of earlier rounds move with it.</summary>
    private RedactedText Replace(RedactedText current, List<Finding> findings)
    {
        var output = new StringBuilder(current.Text.Length + 16);
        var marks = new List<RedactionMark>(current.Marks.Count + findings.Count);
        var written = findings.Count < ManyFindings ? null : new WrittenValues(current.Text);
        var copied = 0;
        var kept = 0;
        foreach (ref readonly var finding in CollectionsMarshal.AsSpan(findings))
        {
            for (; kept < current.Marks.Count && current.Marks[kept].Start < finding.Start; kept++)
            {
                marks.Add(current.Marks[kept] with { Start = current.Marks[kept].Start + output.Length - copied });
            }

            output.Append(current.Text, copied, finding.Start - copied);
            var start = output.Length;
            var acting = _operators[finding.Recognizer.Entity];
            if (written is null)
            {
                acting.Write(output, current.Text.AsSpan(finding.Start, finding.Length), finding.Recognizer);
            }
            else
            {
                written.Write(output, finding, acting);
            }

            marks.Add(new RedactionMark(finding.Recognizer.Entity, start, output.Length - start, acting.Name, finding.Reason));
            copied = finding.End;
        }

        for (; kept < current.Marks.Count; kept++)
        {
            marks.Add(current.Marks[kept] with { Start = current.Marks[kept].Start + output.Length - copied });
        }

        output.Append(current.Text, copied, current.Text.Length - copied);
        return new RedactedText(output.ToString(), marks);
    }

    private static IRedactionOperator Operator(RedactionRule rule, byte[] tenantKey) => rule.Operator switch
    {
        RedactionOperators.Replace => new ReplaceOperator(tenantKey),
        RedactionOperators.Mask => new MaskOperator(rule.KeepFirst, rule.KeepLast),
        RedactionOperators.Drop => new DropOperator(),
        _ => throw new ArgumentException($"Operator '{rule.Operator}' is unknown.", nameof(rule)),
    };
}
