using System.Collections.Concurrent;
using System.Globalization;
using Archive.Simulators.WeCom.Faults;
using Archive.Simulators.WeCom.Messages;
using Archive.Simulators.WeCom.Wire;

namespace Archive.Simulators.WeCom.Sdk;

/// <summary>Hands out files in chunks. Safe for concurrent use.</summary>
internal sealed class MediaShelf(MessageStream stream, WeComSimulatorOptions options)
{
    private const string Range = "Range:bytes=";
    private readonly ConcurrentDictionary<string, int> _asks = new(StringComparer.Ordinal);

    /// <param name="index">What the last chunk said of the next; empty for the first.</param>
    public SdkAnswer Read(string index, string fileId, DateTimeOffset now)
    {
        if (fileId.Length == 0)
        {
            return SdkAnswer.Refusal(SdkCode.BadArgument);
        }

        if (stream.FindMedia(fileId) is not var (media, message) || message.Time > now)
        {
            return SdkAnswer.Refusal(SdkCode.BadFile);
        }

        var fault = MediaWriter.FaultOf(options, media);
        if (Trouble(fault, media, message, now) is { } code)
        {
            return SdkAnswer.Refusal(code);
        }

        if (StartOf(index, media.Length) is not { } start)
        {
            return SdkAnswer.Refusal(SdkCode.BadArgument);
        }

        var end = Math.Min(start + options.ChunkBytes, media.Length);
        if (fault == MediaFault.NeverEnds && end == media.Length)
        {
            return SdkAnswer.Refusal(SdkCode.Network);
        }

        var next = end < media.Length ? IndexOf(end, media.Length) : string.Empty;
        return new SdkAnswer(SdkCode.Ok, media.Bytes()[start..end], next, end == media.Length);
    }

    private int? Trouble(MediaFault? fault, Media media, SentMessage message, DateTimeOffset now)
    {
        if (fault == MediaFault.BadId)
        {
            return SdkCode.BadFile;
        }

        if (fault == MediaFault.Expired || (options.Window is { } window && message.Time < now - window))
        {
            return SdkCode.Expired;
        }

        if (fault == MediaFault.Undecipherable)
        {
            return SdkCode.Undecipherable;
        }

        return options.MediaNotReadyAsks > 0 && _asks.AddOrUpdate(media.Id, 1, static (_, n) => n + 1) <= options.MediaNotReadyAsks ? SdkCode.SystemCall : null;
    }

    private string IndexOf(int start, int length) => $"{Range}{start}-{Math.Min(start + options.ChunkBytes, length) - 1}";

    /// <summary>Null for an index that was never given out for a file of this length.</summary>
    private int? StartOf(string index, int length)
    {
        if (index.Length == 0)
        {
            return 0;
        }

        var dash = index.IndexOf('-', StringComparison.Ordinal);
        return dash > Range.Length && int.TryParse(index.AsSpan(Range.Length, dash - Range.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            && start > 0 && start < length && index == IndexOf(start, length)
            ? start
            : null;
    }
}
