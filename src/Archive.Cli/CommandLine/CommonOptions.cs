using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Archive.Cli.CommandLine;

/// <summary>Options that several commands share, so that they mean the same everywhere.</summary>
internal static class CommonOptions
{
    public static Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Log each step to standard error, and show the details of a failure.",
        Recursive = true,
    };

    public static Option<string> Data() => new("--data")
    {
        Description = "The data folder of the archive.",
        HelpName = "DIR",
        Required = true,
    };

    public static Option<bool> Json() => new("--json")
    {
        Description = "Print the result as one line of JSON on standard output, and nothing else there.",
    };

    public static Option<string?> Source(string description) => new("--source") { Description = description, HelpName = "NAME" };

    public static Option<DateTimeOffset?> At() => new("--at")
    {
        Description = "The instant by which records must be due, ISO 8601; a date alone is midnight UTC. Default: now.",
        HelpName = "TIME",
        CustomParser = ParseTime,
    };

    public static Option<string> Urls(string? fallback)
    {
        var option = new Option<string>("--urls")
        {
            Description = "Addresses of the pages, separated by semicolons.",
            HelpName = "URL",
        };
        if (fallback is not null)
        {
            option.DefaultValueFactory = _ => fallback;
        }

        return option;
    }

    public static DateTimeOffset? ParseTime(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return time;
        }

        result.AddError($"'{text}' is not a time such as 2026-10-30 or 2026-10-30T18:00:00Z.");
        return null;
    }
}
