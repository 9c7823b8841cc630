using System.Text;

namespace Archive.Core.Redaction.Operators;

/// <summary>Every letter and digit but the kept digits becomes "*"; separators stay, so that the form can be seen. A value without a digit more than
/// would be kept, such as an address, is masked entirely.</summary>
internal sealed class MaskOperator(int keepFirst, int keepLast) : IRedactionOperator
{
    public string Name => RedactionOperators.Mask;

    public void Write(StringBuilder output, ReadOnlySpan<char> value, IRecognizer recognizer)
    {
        var digits = 0;
        foreach (var c in value)
        {
            digits += TextCharacters.IsDigit(c) ? 1 : 0;
        }

        var keeps = recognizer.Entity != RedactionEntities.Email && digits > keepFirst + keepLast;
        var seen = 0;
        foreach (var c in value)
        {
            var digit = TextCharacters.IsDigit(c);
            seen += digit ? 1 : 0;
            var kept = digit ? keeps && (seen <= keepFirst || seen > digits - keepLast) : !char.IsLetterOrDigit(c);
            output.Append(kept ? c : '*');
        }
    }
}
