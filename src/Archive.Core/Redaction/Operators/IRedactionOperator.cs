using System.Text;

namespace Archive.Core.Redaction.Operators;

/// <summary>What is written in the place of a finding. Safe for concurrent callers.</summary>
internal interface IRedactionOperator
{
    /// <summary>One of <see cref="RedactionOperators"/>.</summary>
    string Name { get; }

    void Write(StringBuilder output, ReadOnlySpan<char> value, IRecognizer recognizer);
}
