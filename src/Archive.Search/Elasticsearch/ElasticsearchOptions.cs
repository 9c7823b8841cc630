using System.ComponentModel.DataAnnotations;

namespace Archive.Search.Elasticsearch;

/// <summary>Where the cluster is and how it is spoken to. Of password and API key at most one kind is given; files are read at first use and again
/// after a refusal.</summary>
public sealed class ElasticsearchOptions
{
    public const string Section = "Archive:Index:Elasticsearch";

    /// <summary>Addresses of one or several nodes of one cluster ("https://es1:9200"), without user, path or query. When one does not answer, the
    /// next is asked.</summary>
    [Required]
    [MinLength(1)]
    public List<Uri> Nodes { get; set; } = [];

    /// <summary>Begins the name of every index of this archive. Two archives on one cluster need two. Default "archive".</summary>
    [Required]
    [RegularExpression("^[a-z][a-z0-9-]{0,23}$", ErrorMessage = "The prefix has 1 to 24 lower-case letters, digits and hyphens, and begins with a letter.")]
    public string Prefix { get; set; } = "archive";

    public string? Username { get; set; }

    public string? Password { get; set; }

    public string? PasswordFile { get; set; }

    /// <summary>The "encoded" form that the server gives out.</summary>
    public string? ApiKey { get; set; }

    public string? ApiKeyFile { get; set; }

    /// <summary>PEM file with the certificate authorities that may vouch for the nodes; with it no other is trusted. Without it the machine's are.</summary>
    public string? CertificateAuthorityFile { get; set; }

    /// <summary>Documents per bulk request, which is also cut at 8 MiB. Default 1,000.</summary>
    [Range(1, 10_000)]
    public int BulkSize { get; set; } = 1_000;

    /// <summary>Longest time for one attempt, answer included. Default 30 s. Force merges have <see cref="CompactionPatience"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Attempts after the first one, on other nodes where there are some. Default 5.</summary>
    [Range(0, 20)]
    public int Retries { get; set; } = 5;

    /// <summary>Wait before the first retry; doubles each time, with jitter. Default 200 ms. A Retry-After of the server goes first, up to 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:30")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest time for a request with all its retries, and for a bulk item that the cluster is too busy for. Default 2 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Hits that are counted exactly; beyond it a total is a lower bound and says so. Default 1,000,000.</summary>
    [Range(1_000, int.MaxValue)]
    public int ExactTotalLimit { get; set; } = 1_000_000;

    /// <summary>How long <c>CompactAsync</c> waits for the cluster to let go of removed documents, which takes about a minute. Default 3 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan CompactionPatience { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>Primary shards of each new index (one a year of message time). Default 1; more for tens of millions of messages a year.</summary>
    [Range(1, 64)]
    public int Shards { get; set; } = 1;
}
