using System.ComponentModel.DataAnnotations;
using Archive.Connectors.WeCom.Callbacks;

namespace Archive.Connectors.WeCom;

/// <summary>What <c>Archive:Sources:NAME</c> says of a source on this platform, beside what all sources have.</summary>
internal sealed class WeComSourceSettings
{
    /// <summary>Null for the platform's own.</summary>
    public Uri? Address { get; set; }

    /// <summary>企业ID, <c>ww…</c>.</summary>
    [Required]
    public string CorpId { get; set; } = "";

    /// <summary>The secret of 会话内容存档. Prefer <see cref="SecretFile"/>.</summary>
    public string? Secret { get; set; }

    /// <summary>File that holds the secret and nothing else.</summary>
    public string? SecretFile { get; set; }

    /// <summary>The secret of the contacts, for names; optional. Prefer <see cref="ContactSecretFile"/>.</summary>
    public string? ContactSecret { get; set; }

    /// <summary>File that holds it and nothing else.</summary>
    public string? ContactSecretFile { get; set; }

    /// <summary>The secret of customer contact, for names of external contacts; optional. Prefer <see cref="CustomerSecretFile"/>.</summary>
    public string? CustomerSecret { get; set; }

    /// <summary>File that holds it and nothing else.</summary>
    public string? CustomerSecretFile { get; set; }

    /// <summary>PEM files of the private keys by version; or the keys themselves, as PEM text. Prefer files.</summary>
    public Dictionary<string, string> PrivateKeys { get; set; } = [];

    /// <summary>Path of the platform's library; null for the usual place.</summary>
    public string? Library { get; set; }

    /// <summary>For the library; optional.</summary>
    public string? Proxy { get; set; }

    /// <summary>File with <c>user:password</c> for the proxy; optional.</summary>
    public string? ProxyPasswordFile { get; set; }

    /// <summary>Requests a second at most; null for the connector's budget.</summary>
    [Range(0.01, 10_000)]
    public double? RequestsPerSecond { get; set; }

    /// <summary>Working set in MiB at which the child process is replaced; null for the connector's own.</summary>
    [Range(64, 16_384)]
    public int? MaxChildMegabytes { get; set; }

    /// <summary>Largest file that is taken, in MiB; null for 10. Each is in memory while it is sealed.</summary>
    [Range(1, 100)]
    public int? MaxFileMegabytes { get; set; }

    /// <summary>Secrets of the events; null where none are pushed.</summary>
    public WeComCallbackSettings? Callback { get; set; }
}
