using System.Buffers.Binary;
using System.Text;

namespace Archive.Core.Evidence;

/// <summary>A text and who signed it, in the form of C2SP "signed-note": the text, an empty line, then a line for each signature.</summary>
/// <param name="Text">Ends in a line feed; no control characters but line feeds.</param>
public sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    // The specification asks to accept 16; more is an attempt to keep a reader busy.
    private const int MostSignatures = 64;
    private const string Mark = "\u2014 ";

    /// <exception cref="FormatException">It is not a signed note.</exception>
    public static SignedNote Parse(string note)
    {
        var split = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || !IsText(note.AsSpan(0, split + 1)))
        {
            throw new FormatException("This is not a signed note: a text, an empty line and signatures are expected.");
        }

        var lines = note[(split + 2)..].Split('\n');
        if (lines.Length < 2 || lines[^1].Length > 0 || lines.Length - 1 > MostSignatures)
        {
            throw new FormatException($"A signed note has 1 to {MostSignatures} signature lines, each ending in a line feed.");
        }

        return new SignedNote(note[..(split + 1)], [.. lines[..^1].Select(ParseSignature)]);
    }

    public override string ToString()
    {
        var note = new StringBuilder(Text).Append('\n');
        foreach (var signature in Signatures)
        {
            var bytes = new byte[4 + signature.Bytes.Length];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, signature.KeyId);
            signature.Bytes.CopyTo(bytes, 4);
            note.Append(Mark).Append(signature.KeyName).Append(' ').Append(Convert.ToBase64String(bytes)).Append('\n');
        }

        return note.ToString();
    }

    /// <summary>True for what can be signed.</summary>
    internal static bool IsText(ReadOnlySpan<char> text)
    {
        foreach (var value in text)
        {
            if (value < ' ' && value != '\n')
            {
                return false;
            }
        }

        return text.EndsWith("\n");
    }

    private static NoteSignature ParseSignature(string line)
    {
        var parts = line.Split(' ');
        var bytes = new byte[line.Length];
        if (parts is ["\u2014", { Length: > 0 } name, var value] && Convert.TryFromBase64String(value, bytes, out var length) && length > 4)
        {
            return new NoteSignature(name, BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[4..length]);
        }

        throw new FormatException("A signature line is a dash, the name of a key and its signature in base64.");
    }
}

/// <param name="KeyId">First four bytes of a hash over name and public key; tells keys of one name apart.</param>
public sealed record NoteSignature(string KeyName, uint KeyId, byte[] Bytes);
