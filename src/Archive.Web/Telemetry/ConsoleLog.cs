using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Archive.Web.Telemetry;

/// <summary>The log on standard error, since standard output belongs to results: in lines for people, or in JSON for systems that collect logs.</summary>
public static class ConsoleLog
{
    public const string FormatKey = "Archive:Logging:Format";

    /// <summary>Milliseconds and the zone: lines of several machines are put in order by it.</summary>
    private const string Timestamp = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <exception cref="OptionsValidationException">The configuration names a format that is not known.</exception>
    public static ILoggingBuilder AddArchiveConsole(this ILoggingBuilder logging, IConfiguration configuration)
    {
        switch (configuration[FormatKey])
        {
            case null or "" or "text":
                logging.AddSimpleConsole(o => o.SingleLine = true);
                break;
            case "json":
                logging.AddJsonConsole(o =>
                {
                    o.IncludeScopes = true;
                    o.UseUtcTimestamp = true;
                    o.TimestampFormat = Timestamp;
                });
                break;
            case var unknown:
                throw new OptionsValidationException("Archive:Logging", typeof(string), [$"{FormatKey} \"{unknown}\" is not known. Known formats: text, json."]);
        }

        logging.Services.Configure<ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        return logging;
    }
}
