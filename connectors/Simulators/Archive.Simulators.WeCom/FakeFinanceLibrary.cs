using System.Diagnostics;

namespace Archive.Simulators.WeCom;

/// <summary>A library with the functions of the platform's own, for a child process that loads one. Its proxy argument is
/// <see cref="WeComSimulator.NativeProxy"/>. Made on the spot, so that no binary lies in the repository.</summary>
public static class FakeFinanceLibrary
{
    public const string FileName = "libWeWorkFinanceSdk_C.so";

    /// <summary>What the library exports, as the platform's does.</summary>
    public static IReadOnlyList<string> Functions { get; } =
    [
        "NewSdk", "Init", "GetChatData", "DecryptData", "GetMediaData", "DestroySdk", "NewSlice", "FreeSlice", "GetContentFromSlice", "GetSliceLen",
        "NewMediaData", "FreeMediaData", "GetOutIndexBuf", "GetData", "GetIndexLen", "GetDataLen", "IsMediaDataFinish",
    ];

    /// <summary>Path of gcc, or null: then <see cref="CompileAsync"/> cannot be called.</summary>
    public static string? FindCompiler() => !OperatingSystem.IsLinux() ? null
        : (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, "gcc")).FirstOrDefault(File.Exists);

    /// <summary>Makes the library in a folder and says its path. Takes about a second.</summary>
    /// <exception cref="PlatformNotSupportedException">There is no compiler.</exception>
    public static async Task<string> CompileAsync(string folder, CancellationToken cancellationToken)
    {
        var compiler = FindCompiler() ?? throw new PlatformNotSupportedException("There is no gcc on this machine to make the fake library with.");
        var library = Path.Combine(folder, FileName);
        var source = Path.ChangeExtension(library, ".c");
        Directory.CreateDirectory(folder);
        await using (var written = File.Create(source))
        await using (var embedded = typeof(FakeFinanceLibrary).Assembly.GetManifestResourceStream("finance_sdk.c")!) // embedded by the project file
        {
            await embedded.CopyToAsync(written, cancellationToken);
        }

        string[] arguments =
            ["-shared", "-fPIC", "-O1", "-D_GNU_SOURCE", "-fvisibility=hidden", "-Wall", "-Wextra", "-Werror", "-pthread", "-o", library, source];
        using var process = Process.Start(new ProcessStartInfo(compiler, arguments) { RedirectStandardError = true, UseShellExecute = false })
            ?? throw new InvalidOperationException("The compiler did not start.");
        var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? library : throw new InvalidOperationException($"The compiler failed: {errors}");
    }
}
