using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Archive.Connectors.WeCom.Sdk;

/// <summary>Keeps standard output for the archive alone: the library is known to print, and what it prints goes to standard error from then on.</summary>
internal static partial class StandardOutput
{
    private const int WindowsOutput = -11;
    private const int WindowsError = -12;

    public static Stream Take()
    {
        if (OperatingSystem.IsWindows())
        {
            var kept = new FileStream(new SafeFileHandle(GetStdHandle(WindowsOutput), ownsHandle: false), FileAccess.Write, bufferSize: 0);
            SetStdHandle(WindowsOutput, GetStdHandle(WindowsError)); // what the library loads later takes this for its output
            return kept;
        }

        var copy = Dup(1);
        return copy >= 0 && Dup2(2, 1) >= 0
            ? new FileStream(new SafeFileHandle(copy, ownsHandle: true), FileAccess.Write, bufferSize: 0)
            : throw new IOException("Standard output could not be kept apart.");
    }

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    private static partial int Dup(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int Dup2(int from, int to);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial nint GetStdHandle(int which);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetStdHandle(int which, nint handle);
}
