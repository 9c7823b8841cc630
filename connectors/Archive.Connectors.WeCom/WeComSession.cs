using Archive.Connectors.Http;

namespace Archive.Connectors.WeCom;

/// <summary>What the parts of one run share.</summary>
internal sealed record WeComSession(
    WeComOptions Options, ChatStream Stream, Seals Seals, KeyRing Keys, Names Names, Consents Consents, MessageMapper Mapper, ItemPages<WeComFile> Pages) : IDisposable
{
    public void Dispose() => Keys.Dispose();
}
