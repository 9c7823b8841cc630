using System.Data.Common;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Archive.IntegrationTests.Cli;

public sealed class SecretsTests : IDisposable
{
    private readonly ArchiveProcess _archive = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Out => Path.Combine(_archive.Folder, "secrets");

    public void Dispose() => _archive.Dispose();

    [Fact]
    public async Task A_second_run_changes_nothing_and_says_so()
    {
        var first = await MakeAsync();
        var before = ReadAll();
        var second = await MakeAsync();

        Assert.True(first.ExitCode == 0, first.Error);
        Assert.Equal((0, ""), (second.ExitCode, second.Error));
        Assert.Equal(before, ReadAll());
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), Names(first, "made").Order(StringComparer.Ordinal));
        Assert.Empty(Names(first, "there"));
        Assert.Empty(Names(second, "made"));
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), Names(second, "there").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_removed_is_made_again_and_nothing_else()
    {
        await MakeAsync();
        var before = ReadAll();
        foreach (var name in new[] { "archive/application.connection", "web/server.crt", "web/server.key" })
        {
            File.Delete(Path.Combine(Out, name));
        }

        var again = await MakeAsync();

        Assert.Equal(["web/server.key", "web/server.crt", "archive/application.connection"], Names(again, "made"));
        var after = ReadAll();
        Assert.Equal(["web/server.crt", "web/server.key"], after.Where(f => before[f.Key] != f.Value).Select(f => f.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Connection_strings_hold_the_passwords_of_their_roles_and_demand_the_authority()
    {
        await MakeAsync("--postgresql", "db.example.com", "--seen-as", "/secrets");

        foreach (var (file, password, role, database) in new[]
        {
            ("archive/application.connection", "postgresql/application.password", "archive_application", "archive"),
            ("archive/keys.connection", "postgresql/keys.password", "archive_keys", "archive_keys"),
            ("owner/owner.connection", "postgresql/owner.password", "archive_owner", "archive"),
            ("owner/keys-owner.connection", "postgresql/keys-owner.password", "archive_keys_owner", "archive_keys"),
        })
        {
            var connection = new DbConnectionStringBuilder { ConnectionString = Read(file) };
            Assert.Equal(
                ("db.example.com", database, role, Read(password), "VerifyFull", "/secrets/archive/ca.crt"),
                (connection["Host"], connection["Database"], connection["Username"], connection["Password"], connection["SSL Mode"], connection["Root Certificate"]));
        }

        var passwords = Directory.GetFiles(Out, "*.password", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();
        Assert.All(passwords, p => Assert.Matches("^[A-Za-z0-9]{40}$", p));
        Assert.Equal(7, passwords.Distinct(StringComparer.Ordinal).Count()); // archive.password of Elasticsearch is there for each side
    }

    [Fact]
    public async Task Others_can_read_nothing_and_the_key_of_the_authority_is_for_its_owner_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes: a file takes the rights of its folder.");
            return; // for the analyzer
        }

        await MakeAsync();

        foreach (var file in Directory.GetFiles(Out, "*", SearchOption.AllDirectories))
        {
            var mode = Convert.ToString((int)File.GetUnixFileMode(file), 8);
            Assert.Equal(file.EndsWith("ca.key", StringComparison.Ordinal) ? "600" : "640", mode);
        }

        foreach (var folder in Directory.GetDirectories(Out))
        {
            Assert.Equal("750", Convert.ToString((int)File.GetUnixFileMode(folder), 8));
        }
    }

    [Fact]
    public async Task Half_a_pair_and_a_missing_key_of_the_authority_are_refused_by_name()
    {
        await MakeAsync();
        File.Delete(Path.Combine(Out, "web", "server.key"));
        (await MakeAsync()).FailedWith(3, "web/server.crt is in");

        File.Delete(Path.Combine(Out, "authority", "ca.key"));
        File.Delete(Path.Combine(Out, "web", "server.crt"));
        (await MakeAsync()).FailedWith(3, "authority/ca.key, which would sign it");
        (await MakeAsync("--host", "not a name")).FailedWith(64, "'not a name' is not a host name");
    }

    [Fact]
    public async Task A_connection_string_of_another_password_is_left_and_named()
    {
        await MakeAsync();
        File.Delete(Path.Combine(Out, "postgresql", "owner.password"));
        var before = Read("owner/owner.connection");

        var again = await MakeAsync();

        Assert.Equal(0, again.ExitCode);
        Assert.Contains("owner/owner.connection does not hold what postgresql/owner.password does", again.Error, StringComparison.Ordinal);
        Assert.Equal(before, Read("owner/owner.connection"));
        Assert.DoesNotContain(Read("postgresql/owner.password"), again.Error + again.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgresql/server", "postgres")]
    [InlineData("elasticsearch/http", "elasticsearch")]
    [InlineData("elasticsearch/transport", "elasticsearch")]
    [InlineData("web/server", "archive.example.com")]
    public async Task A_client_that_trusts_the_authority_takes_the_certificate_under_its_names_alone(string name, string server)
    {
        await MakeAsync("--host", "archive.example.com", "--host", "192.0.2.7");

        foreach (var host in new[] { server, "archive.example.com", "localhost", "127.0.0.1", "192.0.2.7" })
        {
            Assert.Equal(SslPolicyErrors.None, await ShakeHandsAsync(name, host));
        }

        Assert.Equal(SslPolicyErrors.RemoteCertificateNameMismatch, await ShakeHandsAsync(name, "elsewhere.example.com"));
    }

    /// <returns>What a client found wrong that trusts <c>ca.crt</c> and nothing else.</returns>
    private async Task<SslPolicyErrors> ShakeHandsAsync(string name, string host)
    {
        using var pem = X509Certificate2.CreateFromPemFile(Path.Combine(Out, name + ".crt"), Path.Combine(Out, name + ".key"));
        using var certificate = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        var connecting = client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, Token);
        using var accepted = await listener.AcceptTcpClientAsync(Token);
        await connecting;
        await using var served = new SslStream(accepted.GetStream());
        var errors = SslPolicyErrors.RemoteCertificateNotAvailable;
        await using var asked = new SslStream(client.GetStream());
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(Path.Combine(Out, "archive", "ca.crt"));
        var serving = served.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, Token);
        try
        {
            await asked.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = host,
                    CertificateChainPolicy = policy,
                    RemoteCertificateValidationCallback = (_, _, _, found) => (errors = found) == SslPolicyErrors.None,
                },
                Token);
            await serving;
        }
        catch (AuthenticationException)
        {
            // Told by what was found. The server may have ended its part before it hears of the refusal.
            client.Close();
            await Task.WhenAny(serving);
        }

        return errors;
    }

    private Task<Answer> MakeAsync(params string[] more) => _archive.RunAsync(["secrets", "make", "--out", Out, "--json", .. more]);

    private static List<string> Names(Answer answer, string property) => [.. answer.Json.GetProperty(property).EnumerateArray().Select(f => f.GetString() ?? "")];

    private string Read(string name) => File.ReadAllText(Path.Combine(Out, name));

    /// <summary>Hash of each file by its name below the folder.</summary>
    private SortedDictionary<string, string> ReadAll() => new(
        Directory.GetFiles(Out, "*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(Out, file).Replace('\\', '/'), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))),
        StringComparer.Ordinal);
}
