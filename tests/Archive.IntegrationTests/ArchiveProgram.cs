using System.Diagnostics;

namespace Archive.IntegrationTests;

/// <summary>The program whose processes the tests start: the one that ARCHIVE_TEST_PROGRAM names, as it is installed, or the one that was built with the tests.
/// What is installed is compiled ahead, so that a test that starts it dozens of times takes half as long.</summary>
internal static class ArchiveProgram
{
    private static readonly string? Named = Environment.GetEnvironmentVariable("ARCHIVE_TEST_PROGRAM") is { Length: > 0 } named ? Path.GetFullPath(named) : null;

    public static string File => Named ?? Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>What comes before the command.</summary>
    public static string[] Before => Named is null ? [Path.Combine(AppContext.BaseDirectory, "archive.dll")] : [];

    /// <summary>Its output is for the caller to read.</summary>
    public static ProcessStartInfo With(params IEnumerable<string> arguments) => new(File, Before.Concat(arguments))
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };
}
