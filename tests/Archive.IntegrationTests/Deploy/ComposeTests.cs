using System.Text.RegularExpressions;

namespace Archive.IntegrationTests.Deploy;

/// <summary>What docker-compose.yml promises.</summary>
public sealed partial class ComposeTests
{
    /// <summary>Services that end when their work is done.</summary>
    private static readonly string[] OneShot = ["secrets", "migrate"];

    private static readonly Dictionary<object, object> File = DeployFiles.ReadYaml("docker-compose.yml");

    public static TheoryData<string> Services => [.. File.Map("services").Keys.Cast<string>()];

    [Fact]
    public void Has_the_parts_of_the_set_up() =>
        Assert.Equal(["secrets", "postgres", "elasticsearch", "migrate", "web", "worker", "demo"], File.Map("services").Keys.Cast<string>());

    [Theory]
    [MemberData(nameof(Services))]
    public void Each_service_is_confined(string name)
    {
        var service = Service(name);

        Assert.Equal("true", service.Text("read_only"));
        Assert.Equal(["ALL"], service.Texts("cap_drop"));
        Assert.Empty(service.Texts("cap_add"));
        Assert.Equal(["no-new-privileges:true"], service.Texts("security_opt"));
        Assert.Null(service.Text("privileged"));
        var limits = service.Map("deploy").Map("resources").Map("limits");
        Assert.All(["cpus", "memory", "pids"], limit => Assert.False(string.IsNullOrEmpty(limits.Text(limit)), limit));
        Assert.NotNull(service.Map("logging").Map("options").Text("max-size"));
        Assert.Matches("^[1-9][0-9]*:[0-9]+$", service.Text("user") ?? "1654:1654"); // that of the image
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Each_image_has_a_version(string name) => Assert.Matches(PinnedImage(), Service(name).Text("image") ?? "");

    [Theory]
    [MemberData(nameof(Services))]
    public void Each_service_is_asked_whether_it_is_well_or_ends_by_itself(string name)
    {
        var check = Service(name).Map("healthcheck");

        if (OneShot.Contains(name, StringComparer.Ordinal))
        {
            Assert.Equal(("true", "no"), (check.Text("disable"), Service(name).Text("restart")));
        }
        else
        {
            Assert.Equal("CMD", check.Texts("test")[0]);
            Assert.All(["interval", "timeout", "start_period", "retries"], key => Assert.NotNull(check.Text(key)));
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Only_pages_are_published_and_on_the_loopback_address_by_default(string name)
    {
        var ports = Service(name).Texts("ports");

        Assert.Equal(name is "web" or "demo" ? 1 : 0, ports.Count);
        Assert.All(ports, port => Assert.True(
            port.StartsWith("127.0.0.1:", StringComparison.Ordinal) || port.StartsWith("${ARCHIVE_ADDRESS:-127.0.0.1}:", StringComparison.Ordinal), port));
    }

    [Fact]
    public void Stores_have_no_way_out_and_none_in()
    {
        Assert.Equal("true", File.Map("networks").Map("back").Text("internal"));
        Assert.All(["postgres", "elasticsearch", "migrate"], name => Assert.Equal(["back"], Service(name).Texts("networks")));
        Assert.Equal("none", Service("secrets").Text("network_mode"));
        Assert.DoesNotContain("platforms", Service("web").Texts("networks"));
    }

    [Fact]
    public void Nothing_starts_before_what_it_needs()
    {
        Assert.Equal("service_completed_successfully", Condition("postgres", "secrets"));
        Assert.Equal("service_completed_successfully", Condition("elasticsearch", "secrets"));
        Assert.Equal("service_healthy", Condition("migrate", "postgres"));
        Assert.Equal("service_healthy", Condition("migrate", "elasticsearch"));
        Assert.All(["web", "worker"], name => Assert.Equal("service_completed_successfully", Condition(name, "migrate")));
    }

    [Theory]
    [InlineData("postgres", "postgresql")]
    [InlineData("elasticsearch", "elasticsearch")]
    [InlineData("migrate", "archive owner")]
    [InlineData("web", "archive")]
    [InlineData("worker", "archive owner")]
    [InlineData("demo", "")]
    public void Each_service_gets_its_own_secrets_to_read_and_no_others(string name, string rooms)
    {
        var mounts = Service(name).Texts("volumes").Where(v => v.StartsWith("secrets-", StringComparison.Ordinal));

        Assert.Equal(rooms.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(room => $"secrets-{room}:/secrets/{room}:ro"), mounts);
    }

    /// <summary>/tmp is memory there, and little of it.</summary>
    [Fact]
    public void A_worker_has_a_disk_for_large_files_on_their_way()
    {
        Assert.Equal("/spool", Service("worker").Map("environment").Text("TMPDIR"));
        Assert.Contains("spool:/spool", Service("worker").Texts("volumes"));
        Assert.Contains(" spool ", DeployFiles.Read("deploy/Dockerfile"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_worker_cannot_write_what_it_reads_settings_from() => Assert.Contains("data:/data:ro", Service("worker").Texts("volumes"));

    [Theory]
    [InlineData("docker-compose.yml")]
    [InlineData("deploy/Dockerfile")]
    [InlineData("deploy/helm/archive/values.yaml")]
    [InlineData("deploy/systemd/archive.env")]
    [InlineData("deploy/systemd/owner.env")]
    [InlineData("deploy/systemd/web.env")]
    [InlineData("deploy/elasticsearch/elasticsearch.yml")]
    public void No_secret_is_in_the_file(string path)
    {
        Assert.Empty(FindSecrets(DeployFiles.Read(path)));
    }

    [Theory]
    [InlineData("POSTGRES_PASSWORD: swordfish")]
    [InlineData("ELASTIC_PASSWORD=swordfish")]
    [InlineData("Archive__Sources__slack__Token: xoxb-1")]
    [InlineData("Archive__Store__PostgreSql__ConnectionString: Host=db")]
    public void A_secret_would_be_found(string line) => Assert.Single(FindSecrets(line));

    /// <summary>A setting that could hold a secret may name its file, and nothing else.</summary>
    private static IEnumerable<string> FindSecrets(string text) =>
        SecretSetting().Matches(text).Where(m => !m.Groups["name"].Value.EndsWith("File", StringComparison.OrdinalIgnoreCase)).Select(m => m.Value);

    private static Dictionary<object, object> Service(string name) => File.Map("services").Map(name);

    private static string? Condition(string service, string needed) => Service(service).Map("depends_on").Map(needed).Text("condition");

    [GeneratedRegex(@"^[a-z0-9./-]+:(\d+\.)+\d+[a-z0-9.-]*(@sha256:[0-9a-f]{64})?$", RegexOptions.None, 30_000)]
    private static partial Regex PinnedImage();

    [GeneratedRegex(@"(?<name>\w*(password|secret_key|token|apikey|connectionstring)(_?file)?)\s*[:=]\s*\S+", RegexOptions.IgnoreCase, 30_000)]
    private static partial Regex SecretSetting();
}
