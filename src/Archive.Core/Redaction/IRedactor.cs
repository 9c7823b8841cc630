namespace Archive.Core.Redaction;

/// <summary>Finds the configured personal fields in a text and replaces them, before anything is stored or indexed.
/// <para>Pure and safe for concurrent callers. Throws <see cref="RedactionException"/> when it cannot vouch for the result (a pattern timed out);
/// the caller then quarantines the item.</para></summary>
public interface IRedactor
{
    /// <summary>Name and version of the policy in force, recorded on every message: "default@1".</summary>
    string PolicyVersion { get; }

    RedactedText Redact(string text);
}

/// <param name="Text">Text to store. A replaced value reads ⟦entity:tag⟧, where the tag is the same for the same value.</param>
/// <param name="Marks">What was replaced, in order, with offsets into <paramref name="Text"/>; empty when nothing was.</param>
public readonly record struct RedactedText(string Text, IReadOnlyList<RedactionMark> Marks);

/// <summary>One replaced value.</summary>
/// <param name="Entity">"email", "phone", "cn-id", "card".</param>
/// <param name="Start">UTF-16 code units into the stored text.</param>
/// <param name="Operator">"replace", "mask", "drop".</param>
/// <param name="Reason">Which pattern, checksum or context word decided.</param>
public sealed record RedactionMark(string Entity, int Start, int Length, string Operator, string Reason);

/// <summary>The redactor cannot vouch for its result. Holds no text.</summary>
public sealed class RedactionException(string message, Exception? inner = null) : Exception(message, inner);
