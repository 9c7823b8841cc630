using System.Text;
using Archive.Simulators.Corpus;
using Archive.Simulators.Hosting;

namespace Archive.Simulators.Feishu.Organisation;

/// <summary>Makes the message types that the corpus does not have: each follows a text by a person, a millisecond later.</summary>
internal sealed class ExtraMessages(int oneIn)
{
    private const int MostForwarded = 3;
    private static readonly MessageForm[] Forms = [.. Enum.GetValues<MessageForm>().Where(f => f >= MessageForm.MergeForward)];

    /// <param name="parts">Number of messages that the corpus message itself has become.</param>
    /// <param name="before">The chat so far, for what is forwarded.</param>
    public SentMessage? After(Chat chat, CorpusMessage message, int parts, List<SentMessage> before)
    {
        if (oneIn == 0 || message.Kind != CorpusMessageKind.Text || !StableHash.OneIn((ulong)oneIn, message.Id, "extra"))
        {
            return null;
        }

        var form = Forms[(int)(StableHash.Of(message.Id, "extra form") % (ulong)Forms.Length)];
        var extra = new SentMessage(
            "om_" + StableHash.Hex32(message.Id, "extra"), chat, message, form, message.Time.AddMilliseconds(parts), ResourceOf(message.Id, form));
        if (form == MessageForm.MergeForward)
        {
            extra.Forwarded = [.. before.Where(m => !m.IsExtra && m.Form is MessageForm.Text or MessageForm.File && !m.IsRecalled(extra.Time))
                .TakeLast(MostForwarded).Select(m => Copy(m, extra))];
        }

        return extra;
    }

    private static SentMessage Copy(SentMessage message, SentMessage upper) => message with
    {
        Id = "om_" + StableHash.Hex32(upper.Id, message.Id),
        Root = null,
        Parent = null,
        Thread = null,
        Upper = upper,
    };

    private static Resource? ResourceOf(string id, MessageForm form) => form switch
    {
        MessageForm.Image or MessageForm.PictureNote => Make(id, ResourceKind.Image, "image.png", "image/png"),
        MessageForm.Audio => Make(id, ResourceKind.Audio, "audio.opus", "audio/ogg"),
        MessageForm.Video => Make(id, ResourceKind.Video, "demo.mp4", "video/mp4"),
        _ => null,
    };

    private static Resource Make(string id, ResourceKind kind, string name, string mimeType) => new(
        (kind == ResourceKind.Image ? "img_v3_" : "file_v3_") + StableHash.Hex32(id, "extra key"),
        kind,
        name,
        mimeType,
        Encoding.ASCII.GetBytes($"simulated {kind} {StableHash.Hex32(id, "content")}"),
        kind == ResourceKind.Video ? "img_v3_" + StableHash.Hex32(id, "extra cover") : null);
}
