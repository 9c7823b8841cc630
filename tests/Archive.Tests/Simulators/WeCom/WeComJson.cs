using System.Text.Json;

namespace Archive.Tests.Simulators.WeCom;

internal static class WeComJson
{
    /// <summary>The string of a property that must be there.</summary>
    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()
        ?? throw new InvalidOperationException($"{name} is null.");

    public static int Code(this JsonElement element) => element.GetProperty("errcode").GetInt32();

    public static JsonElement[] Items(this JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray()];

    public static string?[] Texts(this JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(i => i.GetString())];
}
