using Archive.Simulators.Corpus;
using Archive.Simulators.Hosting;

namespace Archive.Simulators.Feishu.Organisation;

/// <summary>A person or bot of the corpus as the platform knows them.</summary>
/// <param name="TenantKey">The firm's own; another one for external people.</param>
internal sealed record Account(CorpusPerson Source, string TenantKey)
{
    /// <summary>Per app.</summary>
    public string OpenId { get; } = "ou_" + StableHash.Hex32(Source.Id, "open");

    /// <summary>Per developer.</summary>
    public string UnionId { get; } = "on_" + StableHash.Hex32(Source.Id, "union");

    /// <summary>Per tenant.</summary>
    public string UserId { get; } = StableHash.Digits36(8, Source.Id, "user").ToLowerInvariant();

    /// <summary>Sender id of a bot.</summary>
    public string AppId { get; } = "cli_" + StableHash.Hex32(Source.Id, "app")[..16];

    public bool IsBot => Source.Kind == CorpusPersonKind.Bot;

    public bool IsExternal => Source.Kind == CorpusPersonKind.External;

    /// <summary>In the firm's directory.</summary>
    public bool IsMember => !IsBot && !IsExternal;

    public bool HasLeft(DateTimeOffset now) => Source.ValidTo <= now;

    public bool HasCome(DateTimeOffset now) => Source.ValidFrom <= now;

    public string Id(UserIdType type) => type switch
    {
        UserIdType.UnionId => UnionId,
        UserIdType.UserId => UserId,
        _ => OpenId,
    };
}

internal enum UserIdType
{
    OpenId,
    UnionId,
    UserId,
}
