using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Archive.Connectors.Http.Callbacks;

/// <summary>A secret that platform and archive share, in the settings or in a file. It is read for each request, so that a changed file needs no restart.</summary>
public sealed class CallbackSecret
{
    private readonly string? _value;
    private readonly string? _file;

    private CallbackSecret(string? value, string? file) => (_value, _file) = (value, file);

    /// <param name="name">Of the setting that holds the value; the one for a file ends in "File".</param>
    /// <exception cref="OptionsValidationException">Neither is set, or both are.</exception>
    public static CallbackSecret Of(string source, string name, string? value, string? file)
    {
        if (string.IsNullOrWhiteSpace(value) == string.IsNullOrWhiteSpace(file))
        {
            var failure = new ValidationResult($"set exactly one of Callback:{name} and Callback:{name}File, or no setting of Callback at all.", [$"Callback:{name}"]);
            throw new SourceSettingsException(source, typeof(CallbackSecret), $"Source \"{source}\"", [failure]);
        }

        return new CallbackSecret(string.IsNullOrWhiteSpace(value) ? null : value.Trim(), file);
    }

    /// <returns>Null when the file cannot be read or is empty.</returns>
    public string? TryRead()
    {
        try
        {
            var secret = _value ?? File.ReadAllText(_file ?? "").Trim();
            return secret.Length > 0 ? secret : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Leaves out the secret.</summary>
    public override string ToString() => _file ?? "(set)";
}
