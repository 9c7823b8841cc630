using System.ComponentModel.DataAnnotations;
using Archive.Connectors.Http;

namespace Archive.Connectors.WeCom;

/// <summary>One corporation's 会话内容存档. The host fills it from its own settings of sources.</summary>
public sealed class WeComOptions
{
    /// <summary>How long the platform gives a message out. Whatever is not taken by then is lost for good.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromDays(5);

    /// <summary>Name of the source, unique in the archive. It becomes part of every record, so it never changes.</summary>
    [Required]
    public string Source { get; set; } = "";

    public Uri BaseUrl { get; set; } = new("https://qyapi.weixin.qq.com");

    /// <summary>企业ID, <c>ww…</c>.</summary>
    [Required]
    public string CorpId { get; set; } = "";

    /// <summary>The secret of 会话内容存档 itself, not that of an app. No default. Prefer <see cref="SecretFile"/>.</summary>
    public string? Secret { get; set; }

    /// <summary>File that holds the secret and nothing else; read at the start of each run, so a changed secret needs no restart.</summary>
    public string? SecretFile { get; set; }

    /// <summary>The secret of the contacts (通讯录同步); null, the file too, where people are to appear by their ids.</summary>
    public string? ContactSecret { get; set; }

    /// <summary>File that holds it and nothing else.</summary>
    public string? ContactSecretFile { get; set; }

    /// <summary>The secret of customer contact (客户联系): names of external contacts and of rooms with them; null, the file too, where they are to appear by
    /// their ids.</summary>
    public string? CustomerSecret { get; set; }

    /// <summary>File that holds it and nothing else.</summary>
    public string? CustomerSecretFile { get; set; }

    /// <summary>PEM files of the private keys by version (<c>publickey_ver</c>), or the PEM texts themselves, PKCS#1 or PKCS#8. Every retired one too: the platform has never seen them,
    /// so what was sent under a lost key is lost.</summary>
    public Dictionary<int, string> PrivateKeys { get; } = [];

    /// <summary>Where the customer has put Tencent's library.</summary>
    public string Library { get; set; } = OperatingSystem.IsWindows() ? "WeWorkFinanceSdk.dll" : "/opt/wecom/libWeWorkFinanceSdk_C.so";

    /// <summary><c>http://host:port</c> or <c>socks5://host:port</c> for the library; null for none. The JSON methods use the system's.</summary>
    public string? Proxy { get; set; }

    /// <summary>File with <c>user:password</c> for <see cref="Proxy"/>.</summary>
    public string? ProxyPasswordFile { get; set; }

    /// <summary>Budget of the library's calls and of the JSON methods. Default 8 a second; the most careful reading of the platform's rules is 600 a minute.</summary>
    [Range(0.001, 10_000)]
    public double RequestsPerSecond { get; set; } = 8;

    /// <summary>Messages asked for at a time. Default 1,000, the most that the platform gives.</summary>
    [Range(1, 1_000)]
    public int PageSize { get; set; } = 1_000;

    /// <summary>Seconds that the library may take for one call. Default 20; the platform's own sample takes 5.</summary>
    [Range(1, 300)]
    public int CallTimeoutSeconds { get; set; } = 20;

    /// <summary>Working set in MiB at which the child process is replaced by another one. Default 512.</summary>
    [Range(64, 16_384)]
    public int MaxChildMegabytes { get; set; } = 512;

    /// <summary>Without a sign of life for so long the child process counts as dead. It gives one a second. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:10:00")]
    public TimeSpan HeartbeatPatience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Largest file that is taken, in bytes. Default 10 MiB; larger ones are listed with the reason. Each is in memory while it is sealed.</summary>
    [Range(0, 104_857_600)]
    public int MaxFileBytes { get; set; } = 10 * 1024 * 1024;

    public ConnectorHttpOptions Http { get; set; } = new();

    /// <summary>Leaves out the secrets.</summary>
    public override string ToString() => $"{Source} (corporation {CorpId}, {BaseUrl})";
}
