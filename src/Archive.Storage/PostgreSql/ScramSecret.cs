using System.Security.Cryptography;
using System.Text;

namespace Archive.Storage.PostgreSql;

/// <summary>A password as the server stores it (RFC 5803, SCRAM-SHA-256), so that it is neither sent nor found in the server's log when a role is made.</summary>
internal static class ScramSecret
{
    private const int Iterations = 4_096; // what the server itself takes
    private const int SaltSize = 16;

    /// <returns>Null for a password that the server would normalise first, which is not done here.</returns>
    public static string? TryMake(string password)
    {
        if (!Ascii.IsValid(password))
        {
            return null;
        }

        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        var salted = Rfc2898DeriveBytes.Pbkdf2(password, salt, Iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        var stored = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var server = HMACSHA256.HashData(salted, "Server Key"u8);
        return $"SCRAM-SHA-256${Iterations}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(stored)}:{Convert.ToBase64String(server)}";
    }
}
