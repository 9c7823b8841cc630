using System.Net.Http.Headers;
using System.Text;
using Archive.Core.Search;

namespace Archive.Search.Elasticsearch;

/// <summary>What authenticates us. Never shows itself in text. Thread-safe.</summary>
internal sealed class ElasticsearchCredentials(ElasticsearchOptions options)
{
    private volatile AuthenticationHeaderValue? _header;

    public bool AreGiven => !string.IsNullOrWhiteSpace(options.Username) || !string.IsNullOrWhiteSpace(options.ApiKey) || !string.IsNullOrWhiteSpace(options.ApiKeyFile);

    /// <summary>Null without credentials.</summary>
    /// <exception cref="IndexUnavailableException">A file cannot be read or is empty.</exception>
    public AuthenticationHeaderValue? Header => AreGiven ? _header ??= Read() : null;

    /// <summary>The file may hold a new secret by now.</summary>
    public void ReadAgain() => _header = null;

    public override string ToString() => "(credentials)";

    private AuthenticationHeaderValue Read()
    {
        if (!string.IsNullOrWhiteSpace(options.Username))
        {
            var pair = $"{options.Username}:{ReadSecret(options.Password, options.PasswordFile)}";
            return new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }

        return new AuthenticationHeaderValue("ApiKey", ReadSecret(options.ApiKey, options.ApiKeyFile));
    }

    private static string ReadSecret(string? value, string? file)
    {
        var secret = value;
        if (string.IsNullOrWhiteSpace(secret) && file is not null)
        {
            try
            {
                secret = File.ReadAllText(file).TrimEnd('\r', '\n');
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new IndexUnavailableException($"The file {file} with the credentials for Elasticsearch cannot be read ({e.GetType().Name}).", e);
            }
        }

        return string.IsNullOrWhiteSpace(secret) || secret.Any(char.IsControl)
            ? throw new IndexUnavailableException($"The credentials for Elasticsearch{(file is null ? "" : $" in {file}")} are empty or of several lines.")
            : secret;
    }
}
