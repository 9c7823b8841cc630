using System.Net;
using Archive.Core.Connectors;
using Archive.Web.Auth;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Archive.IntegrationTests.Web;

public sealed class AccessTests(WebFixture fixture) : IClassFixture<WebFixture>
{
    private const string C = ArchiveRoles.ComplianceOfficer;
    private const string R = ArchiveRoles.Reviewer;
    private const string O = ArchiveRoles.Operator;
    private const string A = ArchiveRoles.Auditor;
    private const string P = ArchiveRoles.PrivacyOfficer;

    /// <summary>Pages and calls, and who may open them. What is opened by nobody in the list is refused to everybody.</summary>
    public static TheoryData<string, string[]> Table => new()
    {
        { "/search", [C, R] },
        { "/searches", [C, R] },
        { "/searches/report", [C, R] },
        { "/searches/report/x?handler=Csv", [C, R] },
        { "/purpose", [C, R] },
        { "/help/query", [C, R] },
        { "/records/1", [C, R] },
        { "/records/1/files/F1", [C, R] },
        { "/register", [C, P, A] },
        { "/register/notices", [C, P, A] },
        { "/register/accounts", [C, P, A] },
        { "/register/accounts?handler=Download", [C, P, A] },
        { "/register/accounts?handler=DownloadAll", [C, P, A] },
        { "/quarantine", [C, O, A, P] },
        { "/quarantine/1", [C] },
        { "/holds", [C] },
        { "/completeness", [C, O, A] },
        { "/sources", [C, O, A] },
        { "/sources/new", [O] },
        { "/sources/new/slack", [O] },
        { "/sources/desk/edit", [O] },
        { "/sources/desk/remove", [O] },
        { "/clean-up", [C, O, A] },
        { "/clean-up/run", [O] },
        { "/evidence", [A] },
        { "/audit", [A] },
        { "/jobs", [O] },
        { "/users", [O] },
        { "/health", [O] },
        { "/health/connectors", [O] },
        { "/health/dependencies", [O] },
        { "/api/v1/searches/x", [C, R] },
        { "/api/v1/records/1", [C, R] },
        { "/api/v1/stats", [C, O, A] },
        { "/api/v1/sources", [C, O, A] },
        { "/api/v1/jobs", [O] },
        { "/api/v1/retention/simulation", [C, O, A] },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Opens_a_page_to_its_roles_alone(string path, string[] roles)
    {
        foreach (var role in new[] { C, R, O, A, P })
        {
            using var browser = await fixture.OpenAsAsync(role);

            var response = await browser.GetAsync(path);

            Assert.Equal(!roles.Contains(role), response.StatusCode == HttpStatusCode.Forbidden);
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Sends_strangers_to_the_sign_in(string path, string[] roles)
    {
        Assert.NotEmpty(roles);
        using var browser = fixture.Open();

        var response = await browser.GetAsync(path);

        if (path.StartsWith("/api", StringComparison.Ordinal) || path.StartsWith("/health/", StringComparison.Ordinal))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        }
        else
        {
            Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
            Assert.StartsWith("/sign-in", response.Headers.Location!.PathAndQuery); // a redirect has one
        }
    }

    [Fact]
    public void Leaves_no_endpoint_without_a_decision_who_may_open_it() => AssertDecided(fixture.Services);

    /// <summary>For every host, whatever its settings add.</summary>
    internal static void AssertDecided(IServiceProvider services)
    {
        string[] open = ["/sign-in", "/notice/{link}", "/refusals", "/status/{code:int}", "/preferences", "/assets/{hash}/{name}", "/health/live", "/health/ready", "/hooks/{source}"];
        string[] signedIn = ["", "/sign-out", "/api/v1/session", "/openapi/{documentName}.json"];
        var endpoints = services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();

        Assert.True(endpoints.Count > 20);
        foreach (var endpoint in endpoints)
        {
            var route = "/" + endpoint.RoutePattern.RawText!.Trim('/'); // every route of ours has a text
            route = route == "/" ? "" : route;
            var policies = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).Where(p => p is not null).ToList();
            if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            {
                Assert.Contains(route, open);
            }
            else if (policies.Count == 0)
            {
                Assert.Contains(route, signedIn);
            }
            else
            {
                Assert.All(policies, p => Assert.True(ArchivePolicies.Roles.ContainsKey(p!), p)); // nulls were left out above
            }
        }
    }

    [Theory]
    [InlineData(C, "/search /searches /sources /completeness /register /quarantine /holds /clean-up")]
    [InlineData(O, "/sources /completeness /quarantine /clean-up /jobs /users /health")]
    [InlineData(A, "/sources /completeness /register /quarantine /clean-up /evidence /audit")]
    public async Task Lists_in_the_menu_only_what_the_role_may_open(string role, string expected)
    {
        using var browser = await fixture.OpenAsAsync(role);

        var html = await browser.ReadAsync("/clean-up");

        var side = html[html.IndexOf("class=\"side\"", StringComparison.Ordinal)..html.IndexOf("side-end", StringComparison.Ordinal)];
        var links = side.Split("href=\"").Skip(1).Select(p => p[..p.IndexOf('"', StringComparison.Ordinal)]).Where(p => !p.StartsWith("/assets", StringComparison.Ordinal));
        Assert.Equal(expected, string.Join(' ', links));
    }

    [Theory]
    [InlineData("/sources/new/slack?handler=Check")]
    [InlineData("/sources/new/slack?handler=Save")]
    [InlineData("/sources/desk/edit?handler=Check")]
    [InlineData("/sources/desk/edit?handler=Save")]
    [InlineData("/sources/desk/remove")]
    public async Task Refuses_everybody_but_an_operator_who_makes_changes_or_removes_a_source(string action)
    {
        foreach (var role in new[] { C, R, A })
        {
            using var browser = await fixture.OpenAsAsync(role);

            var response = await browser.PostAsync(role == R ? "/search" : "/sources", "/sign-out", action, ("s.Name", "desk"), ("s.Token", "xoxp-1"), ("understood", "true"));

            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }

        Assert.Empty(await fixture.Services.GetRequiredService<IStoredSources>().ReadAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("Run")]
    [InlineData("Test")]
    public async Task Refuses_an_auditor_who_starts_a_pull_or_tries_a_connection(string handler)
    {
        using var browser = await fixture.OpenAsAsync(A);

        var response = await browser.PostAsync("/sources", "/sign-out", $"/sources?handler={handler}", ("source", "slack"));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.DoesNotContain(fixture.Scheduler.Started, s => s.By == "ada");
    }
}
