using System.Text.Json;

namespace Archive.Tests.Simulators.Feishu;

internal static class FeishuJson
{
    /// <summary>The string of a property that must be there.</summary>
    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()
        ?? throw new InvalidOperationException($"{name} is null.");
}
