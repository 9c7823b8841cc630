using System.Runtime.InteropServices;
using Archive.Core.Connectors;

namespace Archive.Connectors.WeCom.Sdk;

/// <summary>Tencent's library, which everybody has to fetch themselves: its licence does not allow to pass it on.</summary>
internal static class SdkLibrary
{
    private const string Page = "https://developer.work.weixin.qq.com/document/path/91774";

    /// <exception cref="ConnectorException">It is not where the settings say.</exception>
    public static void Require(string path)
    {
        if (!File.Exists(path))
        {
            throw new ConnectorException(
                ConnectorFailure.Permanent,
                $"The platform's library is not at {path}. Download the SDK for {System} from {Page}, and put {FileName} there (setting Library of the source).");
        }
    }

    public static ConnectorException CannotBeLoaded(string path, string kind) => new(ConnectorFailure.Permanent, kind switch
    {
        nameof(BadImageFormatException) => $"{path} is not a library for this machine. Download the SDK for {System} from {Page}, and put its {FileName} there.",
        nameof(EntryPointNotFoundException) => $"{path} is another library. Put {FileName} of the C SDK from {Page} there; the one for Java does not do.",
        _ => $"{path} cannot be loaded: something it needs is missing, such as libcurl or OpenSSL beside it, or the C library of the system is another one (musl). See {Page}.",
    });

    private static string FileName => OperatingSystem.IsWindows() ? "WeWorkFinanceSdk.dll" : "libWeWorkFinanceSdk_C.so";

    private static string System =>
        $"{(OperatingSystem.IsWindows() ? "Windows" : "Linux")} {(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x86-64")}";
}
