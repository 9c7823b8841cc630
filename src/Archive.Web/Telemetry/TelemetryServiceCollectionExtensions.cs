using System.Runtime.CompilerServices;
using Archive.Core.Jobs;
using Archive.Core.Telemetry;
using Archive.Web.Auth;
using Archive.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Archive.Web.Telemetry;

internal static class TelemetryServiceCollectionExtensions
{
    public const string MetricsPath = "/metrics";

    /// <summary>Meters of .NET whose tags are routes, methods and status codes. No instrumentation of requests is added for traces: their
    /// tags are addresses, and ours hold ids of conversations at the platforms.</summary>
    private static readonly string[] Meters = [ArchiveTelemetry.Name, "Microsoft.AspNetCore.Hosting", "System.Net.Http", "System.Runtime"];

    /// <summary>Of calls to platforms. Hosts are left out: those of files come out of messages and redirects, that is from outside.</summary>
    private static readonly string[] ClientTags = ["http.request.method", "http.response.status_code", "error.type"];

    /// <summary>Exports what <see cref="ArchiveTelemetry"/> tells, where the configuration asks for it.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is out of bounds.</exception>
    public static IServiceCollection AddArchiveTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var options = TelemetrySettings.Read(configuration);
        services.AddSingleton(options);
        services.AddSingleton<IAuthorizationHandler>(new ScrapeAccess(options));
        if (options.IsOn)
        {
            services.Export(options);
        }

        return services;
    }

    /// <summary>Wraps the run history that is registered, whichever store it is in.</summary>
    public static void MeasureJobRuns(this IServiceCollection services)
    {
        var real = services.Last(s => s.ServiceType == typeof(IJobRunLog));
        services.Replace(ServiceDescriptor.Singleton<IJobRunLog>(provider => new MeasuredRunLog((IJobRunLog)(
            real.ImplementationInstance
            ?? real.ImplementationFactory?.Invoke(provider)
            ?? ActivatorUtilities.CreateInstance(provider, real.ImplementationType!))))); // one of the three is always set
    }

    public static void MapArchiveMetrics(this WebApplication app)
    {
        if (app.Services.GetRequiredService<TelemetryOptions>().Prometheus)
        {
            MapPrometheus(app);
        }
    }

    // Apart from the others, and not put into them by the compiler: where nothing is exported, the assemblies of OpenTelemetry are not even loaded.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MapPrometheus(WebApplication app) =>
        app.MapPrometheusScrapingEndpoint(MetricsPath).RequireAuthorization(ArchivePolicies.ScrapeMetrics);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Export(this IServiceCollection services, TelemetryOptions options)
    {
        services.AddSingleton<GaugeReader>();
        services.AddHostedService<ArchiveGauges>();
        var telemetry = services.AddOpenTelemetry().ConfigureResource(r => r
            .Clear()
            .AddService("archive", serviceVersion: typeof(TelemetryOptions).Assembly.GetName().Version?.ToString(3))
            .AddTelemetrySdk()
            .AddEnvironmentVariableDetector());
        telemetry.WithMetrics(metrics => Configure(metrics, options));
        if (options.Otlp.Endpoint is not null)
        {
            telemetry.WithTracing(traces => Configure(traces, options.Otlp));
        }
    }

    private static void Configure(MeterProviderBuilder metrics, TelemetryOptions options)
    {
        metrics.AddMeter(Meters).AddView("http.client.*", new MetricStreamConfiguration { TagKeys = ClientTags });
        if (options.Prometheus)
        {
            // The scope is the same for all of ours, and a label more on every series.
            metrics.AddPrometheusExporter(o => o.ScopeInfoEnabled = false);
        }

        if (options.Otlp.Endpoint is not null)
        {
            metrics.AddOtlpExporter((exporter, reader) =>
            {
                Configure(exporter, options.Otlp, "v1/metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)options.Otlp.Interval.TotalMilliseconds;
            });
        }
    }

    /// <summary>Not as the parent says: the parent of a search is the request, which is never exported, or a header of whoever sent it.</summary>
    private static void Configure(TracerProviderBuilder traces, OtlpOptions options) => traces
        .AddSource(ArchiveTelemetry.Name)
        .SetSampler(new TraceIdRatioBasedSampler(options.Traces))
        .AddOtlpExporter(exporter => Configure(exporter, options, "v1/traces"));

    private static void Configure(OtlpExporterOptions exporter, OtlpOptions options, string path)
    {
        var isHttp = options.Protocol == "http";
        var root = options.Endpoint!.AbsoluteUri; // the caller looked
        exporter.Protocol = isHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        exporter.Endpoint = isHttp ? new Uri(new Uri(root.EndsWith('/') ? root : root + "/"), path) : options.Endpoint;
    }
}
