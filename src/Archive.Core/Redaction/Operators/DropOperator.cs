using System.Text;

namespace Archive.Core.Redaction.Operators;

/// <summary>⟦entity⟧. Nothing at all would let the texts on both sides grow together into a value that nobody wrote.</summary>
internal sealed class DropOperator : IRedactionOperator
{
    public string Name => RedactionOperators.Drop;

    public void Write(StringBuilder output, ReadOnlySpan<char> value, IRecognizer recognizer) =>
        output.Append(LabelBrackets.Open).Append(recognizer.Entity).Append(LabelBrackets.Close);
}
