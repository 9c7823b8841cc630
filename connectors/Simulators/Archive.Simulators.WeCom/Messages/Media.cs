using System.Security.Cryptography;
using Archive.Simulators.Corpus;
using Archive.Simulators.Hosting;

namespace Archive.Simulators.WeCom.Messages;

internal enum MediaKind
{
    File,
    Image,
    Voice,
    Video,
    Emotion,
}

/// <summary>Something that can be downloaded with its message.</summary>
/// <param name="Id"><c>sdkfileid</c>.</param>
/// <param name="Content">Null for what is made up when it is asked for.</param>
internal sealed record Media(string Id, MediaKind Kind, string Name, int Length, byte[]? Content, CorpusFile? Source = null)
{
    /// <summary>The platform's are some hundred characters long.</summary>
    private const int IdRepeats = 12;

    private string? _sum;

    /// <summary>Hexadecimal MD5 of the content.</summary>
    public string Sum => _sum ??= SumOf(Bytes());

    public byte[] Bytes()
    {
        if (Content is not null)
        {
            return Content;
        }

        var bytes = new byte[Length];
        var state = StableHash.Of(Id, "content") | 1;
        foreach (ref var b in bytes.AsSpan())
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            b = (byte)state;
        }

        return bytes;
    }

    public static Media Of(CorpusFile file) => new(IdOf(file.Id, "file"), KindOf(file.Name), file.Name, file.Content.Length, file.Content, file);

    /// <summary>One that the corpus does not have.</summary>
    public static Media Made(string key, MediaKind kind, string name, int length) => new(IdOf(key, "made " + name), kind, name, length, null);

    public static string IdOf(string key, string purpose) =>
        "CtYB" + string.Concat(Enumerable.Range(0, IdRepeats).Select(i => StableHash.Hex32(key, $"{purpose} {i}"))) + "==";

    private static MediaKind KindOf(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".png" or ".jpg" or ".jpeg" or ".webp" or ".bmp" => MediaKind.Image,
        ".amr" or ".mp3" or ".m4a" or ".ogg" or ".wav" => MediaKind.Voice,
        ".mp4" or ".mov" or ".avi" => MediaKind.Video,
        ".gif" => MediaKind.Emotion,
        _ => MediaKind.File,
    };

    // The platform has no other sum.
#pragma warning disable CA5351
    private static string SumOf(byte[] bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));
#pragma warning restore CA5351
}
