using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Archive.IntegrationTests.Conformance;

/// <summary>What the program is made of and what it calls, read out of the built assemblies and the files of the checkout.</summary>
internal static partial class ProductSurface
{
    private static readonly string[] Shipped = ["Archive.Core", "Archive.Storage", "Archive.Search", "Archive.Jobs", "Archive.Web", "archive"];

    /// <summary>Assemblies of ours that are part of the product; simulators are part of its demo.</summary>
    public static IReadOnlyList<string> Assemblies { get; } =
    [
        .. Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Where(path => Path.GetFileNameWithoutExtension(path) is var name
            && (Shipped.Contains(name, StringComparer.Ordinal) || name.StartsWith("Archive.Connectors.", StringComparison.Ordinal))).Order(StringComparer.Ordinal),
    ];

    public static IReadOnlyList<string> Connectors { get; } = [.. Assemblies.Where(path => Path.GetFileName(path).StartsWith("Archive.Connectors.", StringComparison.Ordinal))];

    /// <summary>Every package that the product restores, those of packages included.</summary>
    public static IReadOnlyList<string> Packages(string root) =>
    [
        .. new[] { "src", "connectors" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(root, folder), "packages.lock.json", SearchOption.AllDirectories))
            .SelectMany(ReadLock).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>Functions of the operating system that an assembly imports: "user32!GetDC".</summary>
    public static IReadOnlyList<string> Imports(string assembly) => Read(assembly, reader =>
        reader.MethodDefinitions.Select(handle => reader.GetMethodDefinition(handle).GetImport()).Where(import => !import.Module.IsNil)
            .Select(import => $"{reader.GetString(reader.GetModuleReference(import.Module).Name)}!{reader.GetString(import.Name)}"));

    /// <summary>Types and members of other assemblies that an assembly uses.</summary>
    public static IReadOnlyList<string> References(string assembly) => Read(assembly, reader =>
        reader.TypeReferences.Select(reader.GetTypeReference).Select(type => $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}")
            .Concat(reader.MemberReferences.Select(handle => reader.GetString(reader.GetMemberReference(handle).Name))));

    /// <summary>Types, properties, fields and methods that an assembly defines.</summary>
    public static IReadOnlyList<string> Definitions(string assembly) => Read(assembly, reader =>
        reader.TypeDefinitions.Select(reader.GetTypeDefinition).Select(type => reader.GetString(type.Name))
            .Concat(reader.PropertyDefinitions.Select(handle => reader.GetString(reader.GetPropertyDefinition(handle).Name)))
            .Concat(reader.FieldDefinitions.Select(handle => reader.GetString(reader.GetFieldDefinition(handle).Name)))
            .Concat(reader.MethodDefinitions.Select(handle => reader.GetString(reader.GetMethodDefinition(handle).Name)))
            .Where(name => !name.Contains('<')));

    /// <summary>Calls and rights that a connector names: texts without blanks.</summary>
    public static IReadOnlyList<string> Calls(string assembly) => Texts(assembly, Call());

    /// <summary>Settings that an assembly reads by their name: "Archive:DemoSeed".</summary>
    public static IReadOnlyList<string> Settings(string assembly) => Texts(assembly, Setting());

    /// <summary>Names in a file of SQL: tables, columns, functions.</summary>
    public static IReadOnlyList<string> SqlNames(string file) =>
        [.. SqlName().Matches(SqlComment().Replace(File.ReadAllText(file), "")).Select(match => match.Value).Distinct(StringComparer.Ordinal)];

    private static IReadOnlyList<string> Texts(string assembly, Regex form) => Read(assembly, reader =>
    {
        var found = new List<string>();
        for (var handle = FirstText(); !handle.IsNil; handle = reader.GetNextHandle(handle))
        {
            if (reader.GetUserString(handle) is var text && form.IsMatch(text))
            {
                found.Add(text);
            }
        }

        return found;
    });

    private static UserStringHandle FirstText() => MetadataTokens.UserStringHandle(1);

    private static IReadOnlyList<string> Read(string assembly, Func<MetadataReader, IEnumerable<string>> read)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        return [.. read(file.GetMetadataReader()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> ReadLock(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. json.RootElement.GetProperty("dependencies").EnumerateObject()
            .SelectMany(framework => framework.Value.EnumerateObject())
            .Where(dependency => dependency.Value.GetProperty("type").GetString() != "Project")
            .Select(dependency => dependency.Name)];
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_./:{}-]{3,80}$", RegexOptions.None, 30_000)]
    private static partial Regex Call();

    [GeneratedRegex("^Archive(:|__)[A-Za-z0-9_:{}]+$", RegexOptions.None, 30_000)]
    private static partial Regex Setting();

    [GeneratedRegex("[A-Za-z_][A-Za-z0-9_]+", RegexOptions.None, 30_000)]
    private static partial Regex SqlName();

    [GeneratedRegex("--.*$", RegexOptions.Multiline, 30_000)]
    private static partial Regex SqlComment();
}
