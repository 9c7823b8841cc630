using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Archive.IntegrationTests.Deploy;

/// <summary>Every setting that the deployment names is one that the program has: a misspelt one would be passed over in silence.</summary>
public sealed partial class SettingNamesTests
{
    /// <summary>Settings that choose an engine or a format and are read by name; <see cref="Cli.RefusalTests"/> and their own tests see them refused.</summary>
    private static readonly string[] Switches = ["Archive:Store:Engine", "Archive:Index:Engine", "Archive:Jobs:Engine", "Archive:Logging:Format"];

    /// <summary>Options classes by the section they are read from.</summary>
    private static readonly IReadOnlyList<(string Section, Type Type)> Options =
    [
        .. from assembly in new[] { "Archive.Web", "Archive.Jobs", "Archive.Search", "Archive.Storage", "Archive.Core" }
           from type in Assembly.Load(assembly).GetTypes()
           let section = type.GetField("Section", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)?.GetRawConstantValue() as string
           where section is not null
           select (section, type),
    ];

    /// <summary>What each platform reads beside that from the section of a source.</summary>
    private static readonly IReadOnlyList<Type> SourceSettings =
    [
        .. from assembly in new[] { "Archive.Connectors.Feishu", "Archive.Connectors.Slack", "Archive.Connectors.WeCom" }
           from type in Assembly.Load(assembly).GetTypes()
           where type.Name.EndsWith("SourceSettings", StringComparison.Ordinal)
           select type,
    ];

    public static TheoryData<string, string> Names
    {
        get
        {
            var found = new TheoryData<string, string>();
            string[] files =
            [
                "docker-compose.yml", .. DeployFiles.List("deploy/systemd", "*.env"), .. DeployFiles.List("deploy/helm", "*.tpl"),
                .. DeployFiles.List("deploy/helm", "*.yaml"), .. DeployFiles.List("deploy", "*.md"),
            ];
            foreach (var (file, name) in files.SelectMany(f => Variable().Matches(DeployFiles.Read(f)).Select(m => (f, m.Value))).Distinct())
            {
                found.Add(file, name);
            }

            return found;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_a_setting(string file, string name) =>
        Assert.True(Exists(name.Replace("__", ":", StringComparison.Ordinal)), $"{file} names {name}, which the program does not have.");

    [Theory]
    [InlineData("Archive:Web:KnownProxies:0", true)]
    [InlineData("Archive:Sources:slack:Retention:MinimumDays", true)]
    [InlineData("Archive:Sources:slack:Api", true)]
    [InlineData("Archive:Sources:slack:DepartmentField", true)]
    [InlineData("Archive:Sources:slack:MaxFileMegabytes", true)]
    [InlineData("Archive:Sources:feishu:MaxFileMegabytes", true)]
    [InlineData("Archive:Sources:wecom:MaxFileMegabytes", true)]
    [InlineData("Archive:Sources:feishu:MaxFileBytes", false)]
    [InlineData("Archive:Sources:feishu:AppSecretFile", true)]
    [InlineData("Archive:Sources:feishu:AppSecretFiles", false)]
    [InlineData("Archive:Sources:feishu:Callback:EncryptKeyFile", true)]
    [InlineData("Archive:Sources:wecom:Callback:EncodingAesKeyFile", true)]
    [InlineData("Archive:Sources:feishu:Callback:EncodingKeyFile", false)]
    [InlineData("Archive:Web:KnownProxy:0", false)]
    [InlineData("Archive:Store:PostgreSql:ConnectionStringFiles", false)]
    [InlineData("Archive:Nothing:Https", false)]
    public void A_wrong_one_would_be_found(string name, bool exists) => Assert.Equal(exists, Exists(name));

    private static bool Exists(string name) =>
        Switches.Contains(name, StringComparer.Ordinal)
        || (name.Split(':') is ["Archive", "Sources", _, .. var setting] && SourceSettings.Any(type => Holds(type, setting)))
        || Options.Any(o => name.StartsWith(o.Section + ":", StringComparison.Ordinal) && Holds(o.Type, name[(o.Section.Length + 1)..].Split(':')));

    private static bool Holds(Type type, ReadOnlySpan<string> path)
    {
        if (path.Length == 0)
        {
            return !type.IsAssignableTo(typeof(IEnumerable)) || type == typeof(string);
        }

        if (type.IsGenericType && type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable)))
        {
            var isList = type.GetGenericArguments().Length == 1;
            return (!isList || int.TryParse(path[0], out _)) && Holds(type.GetGenericArguments()[^1], path[1..]);
        }

        return type.Namespace?.StartsWith("Archive", StringComparison.Ordinal) == true && type.GetProperty(path[0]) is { } property && Holds(property.PropertyType, path[1..]);
    }

    [GeneratedRegex("Archive__[A-Za-z]+(__[A-Za-z0-9]+)+(?![A-Za-z0-9_{])", RegexOptions.None, 30_000)]
    private static partial Regex Variable();
}
