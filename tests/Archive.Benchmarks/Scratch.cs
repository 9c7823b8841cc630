using System.Globalization;

namespace Archive.Benchmarks;

/// <summary>A folder of the run, deleted at its end.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("archive-bench-").FullName;
    private int _folders;

    public string File(string name) => Path.Combine(_path, name);

    public string NewFolder() => Directory.CreateDirectory(Path.Combine(_path, $"{++_folders}")).FullName;

    public static long SizeOf(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length);

    /// <summary>Load average of the last minute; -1 where the system has none.</summary>
    public static double ReadLoad() => System.IO.File.Exists("/proc/loadavg")
        ? double.Parse(System.IO.File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture)
        : -1;

    /// <summary>Largest working set of the process so far, MB; -1 where the system does not tell.</summary>
    public static long ReadPeakMegabytes()
    {
        var line = System.IO.File.Exists("/proc/self/status")
            ? System.IO.File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal))
            : null;
        return line is null ? -1 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
