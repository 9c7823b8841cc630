using System.Text.Json;

namespace Archive.IntegrationTests.Deploy;

/// <summary>What can be said of the chart without Helm: its values and their schema. Templates were rendered by hand (deploy/helm/archive/README.md).</summary>
public sealed class ChartTests
{
    private const string Folder = "deploy/helm/archive/";

    [Fact]
    public void The_chart_is_of_this_version()
    {
        var chart = DeployFiles.ReadYaml(Folder + "Chart.yaml");

        Assert.Equal(("v2", "archive"), (chart.Text("apiVersion"), chart.Text("name")));
        Assert.Contains($"<Version>{chart.Text("appVersion")}</Version>", DeployFiles.Read("Directory.Build.props"), StringComparison.Ordinal);
    }

    [Fact]
    public void Schema_and_values_name_the_same_settings()
    {
        using var schema = JsonDocument.Parse(DeployFiles.Read(Folder + "values.schema.json"));
        var values = DeployFiles.ReadYaml(Folder + "values.yaml");
        var named = schema.RootElement.GetProperty("properties").EnumerateObject().Where(p => p.Name != "global").ToList();

        Assert.Equal(values.Keys.Cast<string>().Order(StringComparer.Ordinal), named.Select(p => p.Name).Order(StringComparer.Ordinal));
        foreach (var section in named.Where(p => p.Value.TryGetProperty("properties", out _)))
        {
            Assert.False(section.Value.GetProperty("additionalProperties").GetBoolean(), section.Name);
            Assert.Equal(
                values.Map(section.Name).Keys.Cast<string>().Order(StringComparer.Ordinal),
                section.Value.GetProperty("properties").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void The_pages_may_have_any_number_of_replicas()
    {
        using var schema = JsonDocument.Parse(DeployFiles.Read(Folder + "values.schema.json"));
        var replicas = schema.RootElement.GetProperty("properties").GetProperty("web").GetProperty("properties").GetProperty("replicas");
        var web = DeployFiles.Read(Folder + "templates/web.yaml");

        Assert.False(replicas.TryGetProperty("maximum", out _));
        Assert.Contains("replicas: {{ .Values.web.replicas }}", web, StringComparison.Ordinal);
        Assert.Contains("type: RollingUpdate", web, StringComparison.Ordinal);
        Assert.Contains("sessionAffinity: ClientIP", web, StringComparison.Ordinal);
        foreach (var file in new[] { "README.md", "values.yaml", "templates/web.yaml" })
        {
            Assert.DoesNotContain("writes users.db", DeployFiles.Read(Folder + file), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Pods_of_every_part_are_confined()
    {
        var pods = DeployFiles.List(Folder + "templates", "*.yaml").Select(DeployFiles.Read).Where(t => t.Contains("containers:", StringComparison.Ordinal)).ToList();

        Assert.Equal(3, pods.Count);
        foreach (var part in new[] { "archive.podSecurity", "archive.containerSecurity", "resources:", "archive.image" })
        {
            Assert.All(pods, pod => Assert.Contains(part, pod, StringComparison.Ordinal));
        }

        var shared = DeployFiles.Read(Folder + "templates/_helpers.tpl");
        foreach (var rule in new[]
        {
            "automountServiceAccountToken: false", "runAsNonRoot: true", "seccompProfile: {type: RuntimeDefault}", "allowPrivilegeEscalation: false",
            "readOnlyRootFilesystem: true", "capabilities: {drop: [ALL]}",
        })
        {
            Assert.Contains(rule, shared, StringComparison.Ordinal);
        }
    }
}
