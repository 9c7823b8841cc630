using System.ComponentModel.DataAnnotations;
using Archive.Web.Security;

namespace Archive.Web.Telemetry;

/// <summary>What the archive tells of itself to systems that watch it. All of it is off by default, and none of it holds content.</summary>
public sealed class TelemetryOptions
{
    public const string Section = "Archive:Telemetry";

    /// <summary>Serves the metrics at <c>/metrics</c>. Default false. Who may read them says <see cref="Scrape"/>.</summary>
    public bool Prometheus { get; set; }

    public ScrapeOptions Scrape { get; set; } = new();

    public OtlpOptions Otlp { get; set; } = new();

    internal bool IsOn => Prometheus || Otlp.Endpoint is not null;
}

/// <summary>Who may read <c>/metrics</c>. Every condition that is set must hold; where none is set, only this machine may.</summary>
public sealed class ScrapeOptions
{
    /// <summary>Addresses ("10.1.2.3") and networks ("10.1.0.0/16") that may ask. With a list, this machine must be in it too. A request that came through
    /// a proxy has no address that could be in it.</summary>
    public List<string> From { get; set; } = [];

    /// <summary>Bearer token that must come along. Prefer <see cref="TokenFile"/>.</summary>
    public string? Token { get; set; }

    /// <summary>File that holds the token and nothing else.</summary>
    public string? TokenFile { get; set; }

    internal AccessToken? ReadToken() => AccessToken.Read($"{TelemetryOptions.Section}:Scrape", Token, TokenFile);
}

/// <summary>Where metrics and traces are sent.</summary>
public sealed class OtlpOptions
{
    /// <summary>Address of the collector, such as "http://collector:4318"; null to send nothing. What the collector wants in headers is set by the variable
    /// OTEL_EXPORTER_OTLP_HEADERS.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>"http" (protobuf over HTTP, usually port 4318) or "grpc" (usually 4317). Default "http".</summary>
    [RegularExpression("^(http|grpc)$", ErrorMessage = "Archive:Telemetry:Otlp:Protocol is \"http\" or \"grpc\".")]
    public string Protocol { get; set; } = "http";

    /// <summary>Time between two deliveries of metrics. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "Archive:Telemetry:Otlp:Interval is between 1 second and 1 hour.")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Share of traces that is sent, 0 to 1. Default 1: a search or a page is one span, not hundreds.</summary>
    [Range(0.0, 1.0, ErrorMessage = "Archive:Telemetry:Otlp:Traces is between 0 and 1.")]
    public double Traces { get; set; } = 1;
}
