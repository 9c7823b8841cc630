using Archive.Connectors.Http;
using Archive.Core.Sanctioning;

namespace Archive.Connectors.WeCom;

/// <summary>What the parts of one run share.</summary>
/// <param name="Seats">Members in the scope of 会话内容存档.</param>
/// <param name="Directory">Null where it was not read for this run.</param>
internal sealed record WeComSession(
    WeComOptions Options,
    IReadOnlySet<string> Seats,
    DirectorySnapshot? Directory,
    ChatStream Stream,
    Seals Seals,
    KeyRing Keys,
    Names Names,
    Consents Consents,
    MessageMapper Mapper,
    ItemPages<WeComFile> Pages) : IDisposable
{
    public void Dispose() => Keys.Dispose();
}
