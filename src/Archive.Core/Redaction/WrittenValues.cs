using System.Text;
using Archive.Core.Redaction.Operators;

namespace Archive.Core.Redaction;

/// <summary>Remembers what was written for some of the values of one text, since a value that is repeated gives the same again. Of bounded size, and
/// gone with the text.</summary>
internal sealed class WrittenValues(string text)
{
    private const int Slots = 256;

    private readonly (Finding Finding, string Written)[] _slots = new (Finding, string)[Slots];

    public void Write(StringBuilder output, in Finding finding, IRedactionOperator acting)
    {
        var value = text.AsSpan(finding.Start, finding.Length);
        ref var slot = ref _slots[string.GetHashCode(value, StringComparison.Ordinal) & (Slots - 1)];
        if (slot.Finding.Recognizer == finding.Recognizer && value.SequenceEqual(text.AsSpan(slot.Finding.Start, slot.Finding.Length)))
        {
            output.Append(slot.Written);
            return;
        }

        var start = output.Length;
        acting.Write(output, value, finding.Recognizer);
        slot = (finding, output.ToString(start, output.Length - start));
    }
}
