using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Archive.IntegrationTests.Storage;
using Archive.IntegrationTests.Web;
using Archive.Web.Auth;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Archive.IntegrationTests.Accounts;

/// <summary>Pages on two machines: one database, a copy of the master key each.</summary>
public sealed class SharedSignInTests(PostgreSqlTestServer server) : IAsyncLifetime
{
    private PostgreSqlWebFixture? _first;
    private PostgreSqlWebFixture? _second;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PostgreSqlWebFixture First => _first ?? throw new InvalidOperationException("The test has not begun.");

    private PostgreSqlWebFixture Second => _second ?? throw new InvalidOperationException("The test has not begun.");

    public async ValueTask InitializeAsync()
    {
        _first = new PostgreSqlWebFixture(server);
        await _first.RequireAsync();
        _second = new PostgreSqlWebFixture(server) { Beside = _first };
        await _second.RequireAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_second is not null)
        {
            await _second.DisposeAsync();
        }

        if (_first is not null)
        {
            await _first.DisposeAsync();
        }
    }

    [Fact]
    public async Task Who_signed_in_at_one_is_signed_in_at_the_other_and_may_send_its_forms()
    {
        using var one = First.Open();
        Assert.Equal(HttpStatusCode.Redirect, (await one.SignInAsync("carla", WebFixture.Password)).StatusCode);
        var token = (await ReadAsync(await one.GetAsync("/api/v1/session"))).GetProperty("token").GetString() ?? "";
        using var other = Second.Open();
        Assert.Equal(HttpStatusCode.Redirect, (await other.GetAsync("/search")).StatusCode);
        other.Cookies.Add(one.Cookies.GetAllCookies());

        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/search")).StatusCode);
        other.Headers["X-CSRF-TOKEN"] = token;
        Assert.Equal(HttpStatusCode.Created, (await PostSearchAsync(other)).StatusCode);
        other.Headers["X-CSRF-TOKEN"] = token[..^4] + "AAAA";
        Assert.Equal(HttpStatusCode.BadRequest, (await PostSearchAsync(other)).StatusCode);
    }

    [Fact]
    public async Task Wrong_passwords_are_counted_wherever_they_are_tried()
    {
        foreach (var (fixture, times) in new[] { (First, 3), (Second, 2) })
        {
            using var browser = fixture.Open();
            for (var i = 0; i < times; i++)
            {
                await browser.SignInAsync("otto", "not the password");
            }
        }

        using var right = First.Open();
        Assert.Equal(HttpStatusCode.Unauthorized, (await right.SignInAsync("otto", WebFixture.Password)).StatusCode);
    }

    [Fact]
    public async Task Connections_that_were_cut_keep_nobody_out()
    {
        using var before = First.Open();
        await before.SignInAsync("ada", WebFixture.Password);
        await server.ExecuteAsync(First.Database, "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");

        using var after = First.Open();
        var response = await after.SignInAsync("ada", WebFixture.Password);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
    }

    [Fact]
    public async Task The_keys_do_not_lie_in_the_clear()
    {
        var keys = await ReadKeysAsync();

        var xml = Assert.Single(keys);
        Assert.Contains("<sealedKey", xml, StringComparison.Ordinal);
        Assert.DoesNotContain("masterKey", xml, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(First.Folder.Path, "web-keys")));
    }

    [Fact]
    public async Task Processes_that_start_together_make_one_key_and_know_no_other()
    {
        using var earlier = First.Open();
        await earlier.SignInAsync("ada", WebFixture.Password);

        // A slow commit, so that the others look while it is under way.
        await server.ExecuteAsync(
            First.Database,
            """
            delete from accounts.cookie_keys;
            create function public.slow() returns trigger language plpgsql as $$ begin perform pg_sleep(2); return new; end $$;
            create trigger slow before insert on accounts.cookie_keys for each row execute function public.slow();
            """);
        var fixtures = Enumerable.Range(0, 4).Select(_ => new PostgreSqlWebFixture(server) { Beside = First }).ToList();

        await Task.WhenAll(fixtures.Select(f => Task.Run(f.RequireAsync, Stop)));

        Assert.Single(await ReadKeysAsync());
        var made = Protector(fixtures[0]).Protect("hello");
        Assert.All(fixtures, f => Assert.Equal("hello", Protector(f).Unprotect(made)));
        using var later = fixtures[0].Open();
        later.Cookies.Add(earlier.Cookies.GetAllCookies());
        Assert.Equal(HttpStatusCode.Redirect, (await later.GetAsync("/audit")).StatusCode);
        foreach (var fixture in fixtures)
        {
            await fixture.DisposeAsync();
        }
    }

    [Fact]
    public void A_sealed_key_opens_with_its_key_alone_and_shows_every_change()
    {
        var cipher = new CookieKeyCipher(RandomNumberGenerator.GetBytes(32));
        var text = Encoding.UTF8.GetBytes("<key>客户</key>");
        var sealedText = cipher.Encrypt(text);

        Assert.Equal(text, cipher.Decrypt(sealedText));
        Assert.NotEqual(sealedText, cipher.Encrypt(text));
        Assert.ThrowsAny<CryptographicException>(() => new CookieKeyCipher(RandomNumberGenerator.GetBytes(32)).Decrypt(sealedText));
        Assert.ThrowsAny<CryptographicException>(() => cipher.Decrypt(sealedText.AsSpan(0, 28)));
        for (var i = 0; i < sealedText.Length; i++)
        {
            var altered = sealedText.ToArray();
            altered[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => cipher.Decrypt(altered));
        }
    }

    private static IDataProtector Protector(WebFixture fixture) => fixture.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private static Task<HttpResponseMessage> PostSearchAsync(Browser browser) =>
        browser.SendAsync(HttpMethod.Post, "/api/v1/searches", JsonContent.Create(new { query = "wire", purpose = "Internal audit", order = "newest" }));

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync(Stop)).RootElement;

    private async Task<List<string>> ReadKeysAsync()
    {
        await using var connection = new NpgsqlConnection(server.Super(First.Database).ConnectionString);
        await connection.OpenAsync(Stop);
        await using var command = new NpgsqlCommand("select xml from accounts.cookie_keys", connection);
        await using var reader = await command.ExecuteReaderAsync(Stop);
        var keys = new List<string>();
        while (await reader.ReadAsync(Stop))
        {
            keys.Add(reader.GetString(0));
        }

        return keys;
    }
}
