using System.Xml.Linq;

namespace Archive.Tests.Structure;

/// <summary>Dependencies point inward.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly string[] Hosts = ["Archive.Web", "Archive.Cli"];

    [Fact]
    public void Core_knows_no_other_project_and_no_database_or_web()
    {
        var core = Projects().Single(p => p.Name == "Archive.Core");

        Assert.Empty(core.References);
        Assert.DoesNotContain(core.Packages, p => p.Contains("Sqlite", StringComparison.Ordinal) || p.Contains("Http", StringComparison.Ordinal));
    }

    [Fact]
    public void Adapters_know_core_alone_and_connectors_their_plumbing_too()
    {
        foreach (var project in Projects().Where(p => p.IsProduct && p.Name != "Archive.Core" && !Hosts.Contains(p.Name)))
        {
            Assert.All(project.References, r => Assert.True(
                r == "Archive.Core" || (r == "Archive.Connectors.Http" && project.Name.StartsWith("Archive.Connectors.", StringComparison.Ordinal)),
                $"{project.Name} must not know {r}"));
        }
    }

    [Fact]
    public void Simulators_are_known_to_the_command_line_and_to_tests_alone()
    {
        foreach (var project in Projects().Where(p => p.IsProduct && p.Name != "Archive.Cli"))
        {
            Assert.DoesNotContain(project.References, r => r.Contains("Simulators", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Simulators_know_neither_the_archive_nor_each_other()
    {
        foreach (var project in Projects().Where(p => p.Name.StartsWith("Archive.Simulators.", StringComparison.Ordinal)))
        {
            Assert.All(project.References, r => Assert.True(r is "Archive.Simulators.Corpus" or "Archive.Simulators.Hosting", $"{project.Name} must not know {r}"));
        }
    }

    private static IEnumerable<Project> Projects()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Archive.sln")))
        {
            root = root.Parent;
        }

        return Directory.GetFiles(root.FullName, "*.csproj", SearchOption.AllDirectories).Select(Read);
    }

    private static Project Read(string file)
    {
        var xml = XDocument.Load(file);
        string[] Names(string element) => [.. xml.Descendants(element).Select(e => e.Attribute("Include")!.Value)];
        return new Project(
            Path.GetFileNameWithoutExtension(file),
            !file.Replace('\\', '/').Contains("/tests/", StringComparison.Ordinal) && !file.Contains("Simulators", StringComparison.Ordinal),
            [.. Names("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Replace('\\', '/')))],
            Names("PackageReference"));
    }

    private sealed record Project(string Name, bool IsProduct, string[] References, string[] Packages);
}
