using Archive.Simulators.Corpus;
using Archive.Simulators.Slack.Faults;

namespace Archive.Simulators.Slack.Organisation;

/// <summary>A file with the message that shared it.</summary>
internal sealed record SharedFile(CorpusFile Source, string Id, Channel Channel, int Message, FileFault? Fault)
{
    public bool IsExternal => Fault == FileFault.External;

    /// <summary>The size that the platform announces, in bytes.</summary>
    public int AnnouncedSize => Fault == FileFault.WrongSize ? Source.Content.Length + 17 : Source.Content.Length;
}
