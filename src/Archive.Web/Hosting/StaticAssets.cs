using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Archive.Web.Hosting;

/// <summary>Style sheet, scripts and icons from the assembly. Their addresses carry a hash of their bytes, so browsers keep them for good.</summary>
internal sealed class StaticAssets
{
    private const string Prefix = "assets/";

    private readonly FrozenDictionary<string, Asset> _assets = Load();

    /// <summary>Address of a file in <c>Assets</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such file.</exception>
    public string Address(string name) => $"/assets/{_assets[name].Hash}/{name}";

    public Asset? Find(string name) => _assets.GetValueOrDefault(name);

    private static FrozenDictionary<string, Asset> Load()
    {
        var assembly = typeof(StaticAssets).Assembly;
        var assets = new Dictionary<string, Asset>(StringComparer.Ordinal);
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"{resource} cannot be read.");
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            var name = resource[Prefix.Length..];
            assets.Add(name, new Asset(bytes, MediaType(name), Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]));
        }

        return assets.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string MediaType(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };

    internal sealed record Asset(byte[] Bytes, string MediaType, string Hash);
}

internal static class StaticAssetsEndpoints
{
    public static void MapStaticAssetsOfArchive(this WebApplication app) =>
        app.MapGet("/assets/{hash}/{name}", (string name, StaticAssets assets, HttpContext context) =>
        {
            if (assets.Find(name) is not { } asset)
            {
                return Results.NotFound();
            }

            context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
            return Results.Bytes(asset.Bytes, asset.MediaType);
        }).AllowAnonymous().ExcludeFromDescription();
}
