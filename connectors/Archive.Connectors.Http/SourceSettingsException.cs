using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Archive.Connectors.Http;

/// <summary>Settings of a source are missing or out of bounds. Says of each failure which setting it is about, for a form that shows it there.</summary>
/// <param name="about">Begins each message for whoever reads it without the form: "Source \"desk\"".</param>
public sealed class SourceSettingsException(string source, Type settings, string about, IReadOnlyList<ValidationResult> failures)
    : OptionsValidationException(source, settings, failures.Select(f => $"{about}: {f.ErrorMessage}"))
{
    /// <summary>Options call the address of a platform otherwise than settings do.</summary>
    private const string AddressOption = "BaseUrl";

    /// <summary>Setting, null where it is about several, and what is wrong with it. No message holds a value that may be secret.</summary>
    public IReadOnlyList<(string? Setting, string Message)> Settings { get; } =
    [
        .. failures.Select(f => (f.MemberNames.FirstOrDefault() is AddressOption ? "Address" : f.MemberNames.FirstOrDefault(), f.ErrorMessage ?? "")),
    ];
}
