using Archive.Simulators.Corpus;
using Archive.Simulators.Hosting;

namespace Archive.Simulators.Feishu.Organisation;

internal enum ResourceKind
{
    File,
    Image,
    Audio,
    Video,
}

/// <summary>Something that can be downloaded with its message.</summary>
/// <param name="CoverKey">Key of a video's cover image, which is a resource too; null for the others.</param>
internal sealed record Resource(string Key, ResourceKind Kind, string Name, string MimeType, byte[] Content, string? CoverKey = null, CorpusFile? Source = null)
{
    /// <summary>Value of <c>type</c> with which the resource is asked for.</summary>
    public string QueryType => Kind == ResourceKind.Image ? "image" : "file";

    public static string KeyOf(CorpusFile file) =>
        (KindOf(file.Name) == ResourceKind.Image ? "img_v3_" : "file_v3_") + StableHash.Hex32(file.Id, "key");

    public static ResourceKind KindOf(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".png" or ".jpg" or ".jpeg" or ".gif" or ".webp" or ".bmp" => ResourceKind.Image,
        ".opus" or ".mp3" or ".m4a" or ".ogg" or ".wav" => ResourceKind.Audio,
        ".mp4" or ".mov" or ".avi" => ResourceKind.Video,
        _ => ResourceKind.File,
    };
}
