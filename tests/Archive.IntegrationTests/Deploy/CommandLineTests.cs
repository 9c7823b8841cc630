using System.CommandLine;
using System.Text.RegularExpressions;
using Archive.Cli.Commands;

namespace Archive.IntegrationTests.Deploy;

/// <summary>Every command line of the deployment is one that the program takes.</summary>
public sealed partial class CommandLineTests
{
    public static TheoryData<string, string> Commands
    {
        get
        {
            var found = new TheoryData<string, string>();
            foreach (var (where, line) in OfCompose().Concat(OfImage()).Concat(OfUnits()).Concat(OfChart()).Concat(OfText()))
            {
                found.Add(where, line);
            }

            return found;
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Is_taken(string where, string line)
    {
        var parsed = ArchiveCommand.Create().Parse(Split(line));

        Assert.True(parsed.Errors.Count == 0, $"{where}: archive {line}: {string.Join(' ', parsed.Errors.Select(e => e.Message))}");
        Assert.IsNotType<RootCommand>(parsed.CommandResult.Command);
    }

    [Fact]
    public void All_parts_are_looked_at() =>
        Assert.All(
            new[] { "docker-compose.yml", "Dockerfile", "archive-web.service", "archive-worker@.service", "archive-migrate.service", "web.yaml", "worker.yaml", "migrate.yaml", "README.md" },
            part => Assert.Contains(Commands, c => c.Data.Item1.Contains(part, StringComparison.Ordinal)));

    [Fact]
    public void A_wrong_one_would_be_found() => Assert.NotEmpty(ArchiveCommand.Create().Parse(["serve", "--data", "/data", "--port", "80"]).Errors);

    private static IEnumerable<(string Where, string Line)> OfCompose()
    {
        foreach (var (name, value) in DeployFiles.ReadYaml("docker-compose.yml").Map("services"))
        {
            var service = (Dictionary<object, object>)value;
            if (service.Text("image")?.StartsWith("messaging-archive:", StringComparison.Ordinal) == true)
            {
                yield return ($"docker-compose.yml, {name}", string.Join(' ', service.Texts("command")));
                if (service.Map("healthcheck").Texts("test").ToArray() is ["CMD", "/app/archive", .. var check])
                {
                    yield return ($"docker-compose.yml, health of {name}", string.Join(' ', check));
                }
            }
        }
    }

    private static IEnumerable<(string Where, string Line)> OfImage() =>
        ImageCheck().Matches(DeployFiles.Read("deploy/Dockerfile")).Select(m => ("Dockerfile", m.Groups[1].Value.Replace("\", \"", " ", StringComparison.Ordinal)));

    private static IEnumerable<(string Where, string Line)> OfUnits() =>
        from unit in DeployFiles.List("deploy/systemd", "*.service")
        from Match start in UnitStart().Matches(DeployFiles.Read(unit))
        select (unit, start.Groups[1].Value.Replace("%i", "1", StringComparison.Ordinal));

    private static IEnumerable<(string Where, string Line)> OfChart() =>
        from template in DeployFiles.List("deploy/helm/archive/templates", "*.yaml")
        from Match arguments in ChartArguments().Matches(DeployFiles.Read(template))
        select (template, arguments.Groups[1].Value.Replace(",", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal));

    /// <summary>What people are told to type: "archive …" or "/app/archive …" in a line of a code block or of a comment.</summary>
    private static IEnumerable<(string Where, string Line)> OfText() =>
        from file in DeployFiles.List("deploy", "*.md").Append("docker-compose.yml").Append("deploy/helm/archive/templates/NOTES.txt")
        from Match typed in Typed().Matches(DeployFiles.Read(file))
        select (file, typed.Groups[1].Value.Trim());

    /// <summary>A placeholder or variable stands for any word, a pipe or redirection ends the command.</summary>
    private static string[] Split(string line) =>
        [.. line.Split(" <", 2)[0].Split(" |", 2)[0].Split(" >", 2)[0].Split(" #", 2)[0].Split("   ", 2)[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(w => w.StartsWith("${", StringComparison.Ordinal) ? w[(w.IndexOf(":-", StringComparison.Ordinal) + 2)..^1] : w)];

    [GeneratedRegex("""CMD \["/app/archive", "(health[^\]]*)"\]""", RegexOptions.None, 30_000)]
    private static partial Regex ImageCheck();

    [GeneratedRegex(@"^ExecStart=/opt/archive/archive (.*)$", RegexOptions.Multiline, 30_000)]
    private static partial Regex UnitStart();

    [GeneratedRegex(@"^\s+args: \[(.*)\]$", RegexOptions.Multiline, 30_000)]
    private static partial Regex ChartArguments();

    [GeneratedRegex(@"^[ #]*(?:[^`\n]*/(?:app|archive)/)?archive ((?:secrets make|[a-z]+) [^`\n]*--[^`\n]*)$", RegexOptions.Multiline, 30_000)]
    private static partial Regex Typed();
}
