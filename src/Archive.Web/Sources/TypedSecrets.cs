using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Archive.Web.Sources;

/// <summary>Secrets that somebody typed into a form and has not saved yet. They go back to the browser encrypted, so that a test of the connection does not
/// make anybody type them again, on no matter which process of the archive.</summary>
internal sealed class TypedSecrets(IDataProtectionProvider protection)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    /// <param name="place">Account and form: they open nowhere else.</param>
    public string Seal(IReadOnlyDictionary<string, string> secrets, params string[] place) =>
        secrets.Count == 0 ? "" : Protector(place).Protect(JsonSerializer.Serialize(secrets), Lifetime);

    /// <returns>None when the text is too old, of another form, or made up.</returns>
    public IReadOnlyDictionary<string, string> Open(string? text, params string[] place)
    {
        try
        {
            return string.IsNullOrEmpty(text) ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(Protector(place).Unprotect(text)) ?? [];
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }
    }

    private ITimeLimitedDataProtector Protector(string[] place) => protection.CreateProtector("Archive.Web.Sources.TypedSecrets", place).ToTimeLimitedDataProtector();
}
