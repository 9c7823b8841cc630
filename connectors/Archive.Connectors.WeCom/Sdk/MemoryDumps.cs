using System.Runtime.InteropServices;

namespace Archive.Connectors.WeCom.Sdk;

/// <summary>A library that crashes hosts must not leave messages behind in files.</summary>
internal static partial class MemoryDumps
{
    private const int SetDumpable = 4; // PR_SET_DUMPABLE of prctl(2)

    /// <summary>On Linux, also keeps other processes of the same user from looking into this one. Elsewhere the system's own settings stand.</summary>
    public static void Refuse()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Prctl(SetDumpable, 0, 0, 0, 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Prctl(int option, nuint a, nuint b, nuint c, nuint d);
}
