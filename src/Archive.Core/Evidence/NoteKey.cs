using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Archive.Core.Evidence;

/// <summary>Checks signatures of one Ed25519 key on notes (C2SP "signed-note", type 1). Thread-safe.</summary>
public sealed class NoteVerifier
{
    private const byte Ed25519 = 1;
    private const int PublicKeySize = 32;

    private readonly Ed25519PublicKeyParameters _key;
    private readonly uint _id;

    internal NoteVerifier(string name, Ed25519PublicKeyParameters key)
    {
        Name = name;
        _key = key;
        byte[] typed = [Ed25519, .. key.GetEncoded()];
        _id = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', .. typed]));
    }

    public string Name { get; }

    /// <summary>Reads "name+id+key", the form in which public keys are handed out.</summary>
    /// <exception cref="FormatException">It is not such a key.</exception>
    public static NoteVerifier Parse(string text)
    {
        // Base64 may hold plus signs, too.
        var parts = text.Trim().Split('+', 3);
        var bytes = new byte[text.Length];
        if (parts.Length == 3 && parts[0].Length > 0 && !parts[0].Any(char.IsWhiteSpace) && Convert.TryFromBase64String(parts[2], bytes, out var length)
            && length == 1 + PublicKeySize && bytes[0] == Ed25519)
        {
            var verifier = new NoteVerifier(parts[0], new Ed25519PublicKeyParameters(bytes, 1));
            if (uint.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id) && id == verifier._id)
            {
                return verifier;
            }
        }

        throw new FormatException("This is not a verifier key of the form name+id+key.");
    }

    public override string ToString() => $"{Name}+{_id:x8}+{Convert.ToBase64String([Ed25519, .. _key.GetEncoded()])}";

    /// <summary>True when this key signed the note. Signatures of other keys are ignored; one of this key that does not fit makes it false.</summary>
    public bool Verifies(SignedNote note)
    {
        var own = note.Signatures.Where(signature => signature.KeyId == _id && signature.KeyName == Name).ToArray();
        return own.Length > 0 && own.All(signature => Fits(note.Text, signature.Bytes));
    }

    internal NoteSignature ToSignature(byte[] bytes) => new(Name, _id, bytes);

    private bool Fits(string text, byte[] signature)
    {
        var signer = new Ed25519Signer();
        signer.Init(forSigning: false, _key);
        var bytes = Encoding.UTF8.GetBytes(text);
        signer.BlockUpdate(bytes, 0, bytes.Length);
        return signer.VerifySignature(signature);
    }
}

/// <summary>Signs notes with an Ed25519 key. Thread-safe.</summary>
public sealed class NoteSigner
{
    public const int SeedSize = 32;

    private readonly Ed25519PrivateKeyParameters _key;

    /// <param name="name">Of the key: no blanks, no plus sign.</param>
    /// <param name="seed">The private key.</param>
    public NoteSigner(string name, ReadOnlySpan<byte> seed)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(seed.Length, SeedSize);
        if (name.Length == 0 || name.Any(value => char.IsWhiteSpace(value) || value == '+'))
        {
            throw new ArgumentException("The name of a key has no blanks and no plus sign.", nameof(name));
        }

        _key = new Ed25519PrivateKeyParameters(seed.ToArray(), 0);
        Verifier = new NoteVerifier(name, _key.GeneratePublicKey());
    }

    public NoteVerifier Verifier { get; }

    /// <exception cref="ArgumentException">The text does not end in a line feed, or has other control characters.</exception>
    public SignedNote Sign(string text)
    {
        if (!SignedNote.IsText(text))
        {
            throw new ArgumentException("A note is text that ends in a line feed, without other control characters.", nameof(text));
        }

        var signer = new Ed25519Signer();
        signer.Init(forSigning: true, _key);
        var bytes = Encoding.UTF8.GetBytes(text);
        signer.BlockUpdate(bytes, 0, bytes.Length);
        return new SignedNote(text, [Verifier.ToSignature(signer.GenerateSignature())]);
    }
}
