using System.Text.Json;
using Archive.Simulators.Hosting;
using Archive.Simulators.WeCom.Faults;
using Archive.Simulators.WeCom.Messages;

namespace Archive.Simulators.WeCom.Wire;

/// <summary>Writes what a message says of a file.</summary>
internal sealed class MediaWriter(WeComSimulatorOptions options)
{
    public static string TypeOf(Media media) => media.Kind.ToString().ToLowerInvariant();

    /// <summary>The fields of the kind, inside an object.</summary>
    public void Write(Utf8JsonWriter json, Media media)
    {
        json.WriteString("md5sum", SumOf(media));
        json.WriteString("sdkfileid", media.Id);
        switch (media.Kind)
        {
            case MediaKind.Image:
                json.WriteNumber("filesize", media.Length);
                break;
            case MediaKind.Voice:
                json.WriteNumber("voice_size", media.Length);
                json.WriteNumber("play_length", 1 + (media.Length / 1_600));
                break;
            case MediaKind.Video:
                json.WriteNumber("filesize", media.Length);
                json.WriteNumber("play_length", 1 + (media.Length / 100_000));
                break;
            case MediaKind.Emotion:
                json.WriteNumber("type", media.Name.EndsWith(".gif", StringComparison.OrdinalIgnoreCase) ? 1 : 2);
                json.WriteNumber("width", 240);
                json.WriteNumber("height", 240);
                json.WriteNumber("imagesize", media.Length);
                break;
            default:
                json.WriteString("filename", media.Name);
                json.WriteString("fileext", Path.GetExtension(media.Name).TrimStart('.'));
                json.WriteNumber("filesize", media.Length);
                break;
        }
    }

    public string SumOf(Media media) => FaultOf(options, media) switch
    {
        MediaFault.WrongSum => StableHash.Hex32(media.Id, "wrong sum"),
        MediaFault.NoSum => string.Empty,
        _ => media.Sum,
    };

    public static MediaFault? FaultOf(WeComSimulatorOptions options, Media media) =>
        media.Source is { } file && options.MediaFaults.TryGetValue(file.Id, out var fault) ? fault : null;
}
