using System.ComponentModel.DataAnnotations;
using Archive.Web.Security;
using Microsoft.Extensions.Options;

namespace Archive.Web.Telemetry;

/// <summary>Reads <see cref="TelemetryOptions"/> and refuses what is not meant: a mistake here would open the metrics, or send them elsewhere.</summary>
internal static class TelemetrySettings
{
    /// <exception cref="OptionsValidationException">A value is out of bounds; the message names it.</exception>
    public static TelemetryOptions Read(IConfiguration configuration)
    {
        TelemetryOptions options;
        try
        {
            options = configuration.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() ?? new TelemetryOptions();
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidDataException($"A setting of {TelemetryOptions.Section} has the wrong form: {e.Message}", e);
        }

        var failures = new List<ValidationResult>();
        Validator.TryValidateObject(options.Otlp, new ValidationContext(options.Otlp), failures, validateAllProperties: true);
        var wrong = failures.Select(f => f.ErrorMessage ?? "").Concat(WrongOf(options)).ToList();
        return wrong.Count == 0 ? options : throw new OptionsValidationException(TelemetryOptions.Section, typeof(TelemetryOptions), wrong);
    }

    private static IEnumerable<string> WrongOf(TelemetryOptions options)
    {
        foreach (var from in options.Scrape.From.Where(f => !AddressList.TryParse(f, out _)))
        {
            yield return $"{TelemetryOptions.Section}:Scrape:From \"{from}\" is no address and no network such as 10.1.0.0/16.";
        }

        if (options.Otlp.Endpoint is { } endpoint && !(endpoint.IsAbsoluteUri && endpoint.Scheme is "http" or "https" && endpoint is { UserInfo: "", Query: "" }))
        {
            yield return $"{TelemetryOptions.Section}:Otlp:Endpoint must be an http or https address without user and query, such as http://collector:4318.";
        }
    }
}
