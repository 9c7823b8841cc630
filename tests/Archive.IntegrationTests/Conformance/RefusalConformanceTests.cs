using System.Text.Json;
using Archive.IntegrationTests.Deploy;
using Archive.IntegrationTests.Web;
using Archive.Web.Refusals;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.IntegrationTests.Conformance;

/// <summary>What is never built (design, section 1) is not there: in no package, function of the operating system, type, setting, address, field of the
/// index, call or right at a platform.</summary>
public sealed class RefusalConformanceTests
{
    /// <summary>Beside the database that everything is kept in, and WeCom's own library in its child process, nothing native is called but what keeps that
    /// process' output apart and its memory out of files.</summary>
    private static readonly string[] NativeFunctions =
    [
        "e_sqlite3!", "WeWorkFinanceSdk!", "libc!dup", "libc!dup2", "libc!prctl", "kernel32.dll!GetStdHandle", "kernel32.dll!SetStdHandle",
    ];

    /// <summary>All that the index knows of a message.</summary>
    private static readonly string[] IndexFields =
    [
        "body", "conversation", "has", "label", "labels", "lang", "month", "policy", "recipients", "revision", "sender", "seq", "source", "time", "type",
    ];

    public static TheoryData<string> Samples =>
    [
        "users.getPresence", "presence:read", "chat.postMessage", "chat:write", "discovery:write", "SharpPcap", "SetWindowsHookEx", "Archive:Capture:Screenshots", "EmployeeScore", "sentiment_score",
        "Selenium.WebDriver", "im:message:send_as_bot", "/api/v1/attendance", "LastSeenAt", "ClipboardMonitor", "EnMicroMsg.db", "StealthMode", "dnd.info", "WorkingHours", "libimobiledevice", "Microsoft.ML", "WTelegramClient", "TextCopy",
    ];

    [Theory]
    [MemberData(nameof(Samples))]
    public void What_is_refused_would_be_found(string name) => Assert.NotNull(Refusal.Find(name));

    [Theory]
    [InlineData("conversations.history")]
    [InlineData("discovery:read")]
    [InlineData("SearchOrder")]
    [InlineData("Archive:Web:KnownProxies")]
    [InlineData("ScoreFunction")]
    public void What_is_needed_may_be(string name) => Assert.Null(Refusal.Find(name));

    [Fact]
    public void No_package_is_of_that_kind() => AssertNone(ProductSurface.Packages(DeployFiles.Root), least: 30);

    [Fact]
    public void No_function_of_the_operating_system_is_called_for_it()
    {
        foreach (var assembly in ProductSurface.Assemblies)
        {
            var imports = ProductSurface.Imports(assembly);
            AssertNone(imports, least: 0);
            Assert.All(imports, import => Assert.Contains(NativeFunctions, known => known.EndsWith('!') ? import.StartsWith(known, StringComparison.Ordinal) : import == known));
        }
    }

    [Fact]
    public void No_type_is_used_or_made_for_it()
    {
        Assert.True(ProductSurface.Assemblies.Count >= 9, "assemblies are missing");
        foreach (var assembly in ProductSurface.Assemblies)
        {
            AssertNone(ProductSurface.References(assembly), least: 10);
            AssertNone(ProductSurface.Definitions(assembly).Where(name => name != nameof(Refusal)), least: 3);
        }
    }

    [Fact]
    public void Connectors_call_nothing_and_ask_for_no_right_of_that_kind()
    {
        Assert.True(ProductSurface.Connectors.Count >= 3, "connectors are missing");
        foreach (var connector in ProductSurface.Connectors)
        {
            AssertNone(ProductSurface.Calls(connector), least: 1);
        }

        Assert.Contains("discovery.conversations.history", ProductSurface.Connectors.SelectMany(ProductSurface.Calls)); // calls are among what is looked at
    }

    [Fact]
    public void No_setting_is_read_for_it()
    {
        var settings = ProductSurface.Assemblies.SelectMany(ProductSurface.Settings).ToList();

        AssertNone(settings, least: 5);
        Assert.Contains("Archive:Jobs:Engine", settings); // settings that are read by their name are among what is looked at
    }

    [Fact]
    public void No_table_or_column_is_made_for_it()
    {
        var files = Directory.GetFiles(Path.Combine(DeployFiles.Root, "src"), "*.sql", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}") && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}")).ToList();
        Assert.Contains(files, file => file.EndsWith(Path.Combine("SqliteFts", "Schema.sql"), StringComparison.Ordinal));

        AssertNone(files.SelectMany(ProductSurface.SqlNames), least: 200);
    }

    [Fact]
    public void The_index_has_the_fields_that_are_named_here_and_no_other()
    {
        using var template = JsonDocument.Parse(DeployFiles.Read("src/Archive.Search/Elasticsearch/Schema/messages.json"));
        var fields = template.RootElement.GetProperty("template").GetProperty("mappings").GetProperty("properties").EnumerateObject()
            .Select(field => field.Name).Order(StringComparer.Ordinal).ToArray();

        AssertNone(fields, least: 10);
        Assert.Equal(IndexFields, fields);
    }

    [Fact]
    public async Task No_address_serves_it()
    {
        await using var web = new WebFixture();
        await web.InitializeAsync();
        var addresses = web.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(e => e.RoutePattern.RawText ?? "").ToList();

        AssertNone(addresses, least: 20);
    }

    [Fact]
    public async Task The_page_lists_all_of_it_to_everybody_in_both_languages()
    {
        await using var web = new WebFixture();
        await web.InitializeAsync();
        foreach (var (language, title) in new[] { ("en", "What this archive cannot do"), ("zh-Hans", "本存档系统不会做的事") })
        {
            using var stranger = new Browser(web.Address) { Headers = { ["Accept-Language"] = language } };
            var page = System.Net.WebUtility.HtmlDecode(await stranger.ReadAsync("/refusals"));

            Assert.Contains(title, page, StringComparison.Ordinal);
            Assert.Equal(Refusal.All.Count, page.Split("<dt>").Length - 1);
            Assert.DoesNotContain("Refusal.", page, StringComparison.Ordinal); // a missing word would show its key
        }
    }

    private static void AssertNone(IEnumerable<string> names, int least)
    {
        var all = names.ToList();
        Assert.True(all.Count >= least, "nothing was looked at");
        Assert.All(all, name => Assert.True(Refusal.Find(name) is not { } refusal, $"{name} falls under \"{Refusal.Find(name)?.Id}\""));
    }
}
