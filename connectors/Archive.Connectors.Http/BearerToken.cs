using System.Security.Cryptography;
using System.Text;

namespace Archive.Connectors.Http;

/// <summary>A secret that is only given out for an Authorization header. Never shows itself in text.</summary>
public sealed class BearerToken
{
    private readonly string _value;

    /// <exception cref="ArgumentException">Empty, or holds white space or control characters, which would end up in the header.</exception>
    public BearerToken(string value)
    {
        var trimmed = value.Trim();
        if (trimmed.Length == 0 || trimmed.Any(c => c is <= ' ' or > '~'))
        {
            throw new ArgumentException("The token is empty or holds characters that cannot be part of a token.", nameof(value));
        }

        _value = trimmed;
    }

    /// <summary>Tells the same token again without telling the token.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_value)));

    public void Authorize(HttpRequestMessage request) =>
        request.Headers.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", _value);

    /// <summary>As an argument of a query, for a platform that takes it there. Such an address goes into no log and no message.</summary>
    public (string Name, string? Value) ToArgument(string name) => (name, _value);

    public override string ToString() => "(token)";
}
