using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Archive.IntegrationTests.Deploy;

/// <summary>The files of a deployment, as they are in the checkout.</summary>
internal static class DeployFiles
{
    public static string Root { get; } = FindRoot();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static IEnumerable<string> List(string folder, string pattern) =>
        Directory.GetFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Root, f)).Order(StringComparer.Ordinal);

    /// <summary>A YAML file, anchors and merge keys resolved: dictionaries, lists and strings.</summary>
    public static Dictionary<object, object> ReadYaml(string path)
    {
        var parser = new MergingParser(new Parser(new StringReader(Read(path))));
        return new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(parser);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Archive.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The checkout was not found above the tests.");
    }
}

/// <summary>One part of a YAML file.</summary>
internal static class Yaml
{
    public static Dictionary<object, object> Map(this Dictionary<object, object> map, string key) =>
        map.GetValueOrDefault(key) as Dictionary<object, object> ?? [];

    public static IReadOnlyList<string> Texts(this Dictionary<object, object> map, string key) => map.GetValueOrDefault(key) switch
    {
        List<object> list => [.. list.OfType<string>()],
        string text => [text],
        _ => [],
    };

    public static string? Text(this Dictionary<object, object> map, string key) => map.GetValueOrDefault(key) as string;
}
