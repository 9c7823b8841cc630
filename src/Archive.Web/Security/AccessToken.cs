using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Archive.Web.Security;

/// <summary>A secret by which a program is known that has no account. Never shows itself, and takes as long for a near guess as for a far one.</summary>
internal sealed class AccessToken
{
    /// <summary>Shorter ones can be tried out over the network.</summary>
    private const int Shortest = 16;

    private const string Scheme = "Bearer ";

    private readonly byte[] _hash;

    private AccessToken(string value) => _hash = SHA256.HashData(Encoding.UTF8.GetBytes(value));

    /// <returns>Null when neither is set.</returns>
    /// <exception cref="OptionsValidationException">Both are set, the file cannot be read, or the token is too short. The message does not hold the token.</exception>
    public static AccessToken? Read(string section, string? token, string? file)
    {
        if (string.IsNullOrWhiteSpace(token) && string.IsNullOrWhiteSpace(file))
        {
            return null;
        }

        if (!string.IsNullOrWhiteSpace(token) && !string.IsNullOrWhiteSpace(file))
        {
            throw Wrong(section, "Set at most one of Token and TokenFile.");
        }

        var value = (string.IsNullOrWhiteSpace(file) ? token : ReadFile(section, file))?.Trim() ?? "";
        return value.Length >= Shortest && value.All(c => c is > ' ' and <= '~')
            ? new AccessToken(value)
            : throw Wrong(section, $"The token needs at least {Shortest} characters, and no others than of ASCII.");
    }

    /// <summary>Whether a request brings it.</summary>
    public bool IsIn(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        return header.Count == 1
            && header[0] is { } value
            && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(value[Scheme.Length..].Trim())), _hash);
    }

    public override string ToString() => "(token)";

    private static string ReadFile(string section, string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Wrong(section, $"TokenFile {file} cannot be read ({e.GetType().Name}).");
        }
    }

    private static OptionsValidationException Wrong(string section, string message) => new(section, typeof(AccessToken), [$"{section}: {message}"]);
}
