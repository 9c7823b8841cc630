namespace Archive.Core.Sanctioning;

/// <summary>Where lines of the register come from. What is read again replaces the lines of its own origin and no others.</summary>
public static class RegisterOrigins
{
    /// <summary>The firm's list: <c>register.csv</c> of the data folder, or a file handed in.</summary>
    public const string File = "register.csv";

    private const string DirectoryPrefix = "directory:";

    public static string Directory(string source) => DirectoryPrefix + source;

    /// <summary>Senders of an export file, registered by whoever imported it.</summary>
    public static string Import(string source) => "import:" + source;

    public static bool IsDirectory(string origin) => origin.StartsWith(DirectoryPrefix, StringComparison.Ordinal);
}
