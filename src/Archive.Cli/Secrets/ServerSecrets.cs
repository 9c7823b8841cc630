using System.Data.Common;
using System.Security.Cryptography;

namespace Archive.Cli.Secrets;

/// <summary>Everything secret that a set-up with PostgreSQL and Elasticsearch needs, in rooms by reader: what a server gets tells nothing of the others.</summary>
internal sealed class ServerSecrets(SecretFolder folder, ServerNames names, TimeProvider time)
{
    /// <summary>40 of 62 characters, 238 bits. Letters and digits alone: no shell, URL or connection string needs to quote them.</summary>
    private const int PasswordLength = 40;
    private const string PasswordLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private readonly CertificateFiles _certificates = new(folder, time);
    private readonly List<string> _warnings = [];

    public IReadOnlyList<string> Warnings => _warnings;

    public void ReadOrMake()
    {
        var authority = _certificates.ReadOrMakeAuthority();
        folder.ReadOrMake("archive/ca.crt", () => authority);
        folder.ReadOrMake("elasticsearch/ca.crt", () => authority);

        _certificates.ReadOrMakeServer("postgresql/server", names.Of(names.PostgreSql));
        _certificates.ReadOrMakeServer("elasticsearch/http", names.Of(names.Elasticsearch));
        _certificates.ReadOrMakeServer("elasticsearch/transport", names.Of(names.Elasticsearch), isClientToo: true);
        _certificates.ReadOrMakeServer("web/server", names.Of(null));

        folder.ReadOrMake("postgresql/superuser.password", NewPassword);
        Connect("archive/application.connection", "postgresql/application.password", "archive", "archive_application");
        Connect("archive/keys.connection", "postgresql/keys.password", "archive_keys", "archive_keys");
        Connect("owner/owner.connection", "postgresql/owner.password", "archive", "archive_owner");
        Connect("owner/keys-owner.connection", "postgresql/keys-owner.password", "archive_keys", "archive_keys_owner");

        folder.ReadOrMake("elasticsearch/elastic.password", NewPassword);
        var index = folder.ReadOrMake("elasticsearch/archive.password", NewPassword);
        if (folder.ReadOrMake("archive/elasticsearch.password", () => index) != index)
        {
            Warn("archive/elasticsearch.password", "elasticsearch/archive.password");
        }
    }

    private static string NewPassword() => RandomNumberGenerator.GetString(PasswordLetters, PasswordLength);

    private void Connect(string file, string passwordFile, string database, string role)
    {
        var password = folder.ReadOrMake(passwordFile, NewPassword);
        var connection = folder.ReadOrMake(file, () => new DbConnectionStringBuilder
        {
            ["Host"] = names.PostgreSql,
            ["Database"] = database,
            ["Username"] = role,
            ["Password"] = password,
            ["SSL Mode"] = "VerifyFull",
            ["Root Certificate"] = $"{names.SeenAs}/archive/ca.crt",
        }.ConnectionString);
        if (!connection.Contains(password, StringComparison.Ordinal))
        {
            Warn(file, passwordFile);
        }
    }

    private void Warn(string file, string other) =>
        _warnings.Add($"{file} does not hold what {other} does. Unless that is meant, remove {file} to have it made again.");
}

/// <summary>How the servers are called.</summary>
/// <param name="Hosts">Further names and addresses in every certificate.</param>
/// <param name="SeenAs">Where the programs see the folder.</param>
internal sealed record ServerNames(string PostgreSql, string Elasticsearch, IReadOnlyList<string> Hosts, string SeenAs)
{
    private static readonly string[] Own = ["localhost", "127.0.0.1", "::1"];

    public IReadOnlyList<string> Of(string? server) =>
        [.. (server is null ? Hosts : [server, .. Hosts]).Concat(Own).Distinct(StringComparer.OrdinalIgnoreCase)];
}
