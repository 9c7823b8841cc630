using Archive.Simulators.Corpus;
using Archive.Simulators.Hosting;
using Archive.Simulators.WeCom.Organisation;

namespace Archive.Simulators.WeCom.Messages;

/// <summary>Makes the message types that the corpus does not have, each in its turn: one follows a text some milliseconds later.</summary>
internal sealed class ExtraMessages(WeComSimulatorOptions options)
{
    private const int MostForwarded = 3;
    private static readonly MessageForm[] Inside = [.. Enum.GetValues<MessageForm>().Where(f => f is > MessageForm.Disagree and < MessageForm.ExternalRedPacket)];
    private static readonly MessageForm[] Outside = [.. Inside, MessageForm.ExternalRedPacket];
    private readonly Queue<SentMessage> _recent = new();
    private int _inside;
    private int _outside;

    /// <param name="part">Number of messages that the corpus message itself has become.</param>
    public SentMessage? After(SentMessage message, int part)
    {
        if (options.ExtraOneIn == 0 || message.Form is not (MessageForm.Text or MessageForm.Markdown)
            || !StableHash.OneIn((ulong)options.ExtraOneIn, message.Key, "extra"))
        {
            Remember(message);
            return null;
        }

        var form = NextForm(message);
        var key = message.Key + " extra";
        var extra = new SentMessage(key, message.Room, message.Sender, form, message.Time.AddMilliseconds(part), message.Source)
        {
            Media = [.. MediaOf(key, form)],
            Forwarded = form == MessageForm.ChatRecord ? [.. _recent] : [],
            IsTimeless = options.ZeroTimeOneIn > 0 && StableHash.OneIn((ulong)options.ZeroTimeOneIn, key, "timeless"),
        };
        Remember(message);
        return extra;
    }

    private MessageForm NextForm(SentMessage message)
    {
        if (message.Sender.IsRobot)
        {
            return MessageForm.News;
        }

        var form = message.Room.IsExternal ? Outside[_outside++ % Outside.Length] : Inside[_inside++ % Inside.Length];

        // Outsiders do not change corporations in ours.
        return form == MessageForm.Switch && !message.Sender.IsMember ? MessageForm.Link : form;
    }

    private void Remember(SentMessage message)
    {
        _recent.Enqueue(message);
        if (_recent.Count > MostForwarded)
        {
            _recent.Dequeue();
        }
    }

    private static IEnumerable<Media> MediaOf(string key, MessageForm form)
    {
        switch (form)
        {
            case MessageForm.Image:
                yield return Media.Made(key, MediaKind.Image, "image.jpg", 15_002);
                break;
            case MessageForm.Voice:
                yield return Media.Made(key, MediaKind.Voice, "voice.amr", 5_120);
                break;
            case MessageForm.Video:
                // Larger than one chunk.
                yield return Media.Made(key, MediaKind.Video, "video.mp4", 610_000);
                break;
            case MessageForm.Emotion:
                yield return Media.Made(key, MediaKind.Emotion, "emotion.gif", 31_022);
                break;
            case MessageForm.Document or MessageForm.VoipDocShare:
                yield return Media.Made(key, MediaKind.File, "合同草案.docx", 20_544);
                break;
            case MessageForm.MeetingVoiceCall:
                yield return Media.Made(key, MediaKind.Voice, "call.amr", 44_100);
                break;
            case MessageForm.Mixed:
                yield return Media.Made(key, MediaKind.Image, "mixed.jpg", 15_002);
                yield return Media.Made(key, MediaKind.Image, "mixed2.jpg", 9_100);
                break;
            case MessageForm.ChatRecord:
                yield return Media.Made(key, MediaKind.File, "record.pdf", 8_400);
                yield return Media.Made(key, MediaKind.Image, "record.jpg", 7_300);
                break;
            default:
                break;
        }
    }
}
