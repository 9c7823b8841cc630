using Archive.Web.Telemetry;

namespace Archive.Cli.Hosting;

/// <summary>How much the commands and the pages log.</summary>
internal static class CommandLog
{
    public static void Configure(ILoggingBuilder logging, LogLevel level, IConfiguration configuration)
    {
        logging.ClearProviders();
        logging.AddArchiveConsole(configuration);
        logging.SetMinimumLevel(level);

        // Their requests are told with their paths, and a personal link to a notice is one.
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        if (level is LogLevel.Warning)
        {
            // Warns that the keys of cookies lie unencrypted in the data folder. So does the master key beside them: who reads the folder reads the archive.
            logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);

            // A start that fails is told by the command, in one line.
            logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        }
    }
}
