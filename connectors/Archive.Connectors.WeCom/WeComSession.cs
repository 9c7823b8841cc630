using Archive.Connectors.Http;
using Archive.Core.Sanctioning;

namespace Archive.Connectors.WeCom;

/// <summary>What the parts of one run share.</summary>
/// <param name="Clock">Of the platform: its window is counted on it.</param>
/// <param name="Seats">Members in the scope of 会话内容存档.</param>
/// <param name="Fitting">Names of keys that have opened something, in this run or before.</param>
/// <param name="Directory">Null where it was not read for this run.</param>
/// <param name="Consents">Null where nothing would become of the answers: in a second read.</param>
/// <param name="LaterFiles">For messages whose files could not be fetched before.</param>
internal sealed record WeComSession(
    WeComOptions Options,
    PlatformClock Clock,
    IReadOnlySet<string> Seats,
    ReadDirectory? Directory,
    ChatStream Stream,
    Seals Seals,
    KeyRing Keys,
    ISet<string> Fitting,
    Names Names,
    Consents? Consents,
    MessageMapper Mapper,
    ItemPages<WeComFile> Pages,
    ItemPages<WeComFile> LaterFiles) : IDisposable
{
    public void Dispose() => Keys.Dispose();
}

/// <param name="At">When it was read.</param>
internal sealed record ReadDirectory(DirectorySnapshot Snapshot, DateTimeOffset At);
