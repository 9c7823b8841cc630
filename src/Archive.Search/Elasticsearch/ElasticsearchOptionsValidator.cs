using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Archive.Search.Elasticsearch;

/// <summary>The annotations, and what they cannot say. Reads no file and asks no server.</summary>
internal sealed class ElasticsearchOptionsValidator : IValidateOptions<ElasticsearchOptions>
{
    public ValidateOptionsResult Validate(string? name, ElasticsearchOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        var failures = results.Select(result => result.ErrorMessage ?? "A value is out of bounds.").ToList();
        failures.AddRange((options.Nodes ?? []).Where(node => !IsNode(node)).Select(_ =>
            "Nodes: an address is http or https with host and port, without user, path or query."));
        if (Count(options.Password, options.PasswordFile, options.ApiKey, options.ApiKeyFile) > 1)
        {
            failures.Add("Give one of Password, PasswordFile, ApiKey and ApiKeyFile.");
        }

        if (Count(options.Username) != Count(options.Password, options.PasswordFile))
        {
            failures.Add("Username goes with Password or PasswordFile.");
        }

        if (Count(options.CertificateAuthorityFile) > 0 && (options.Nodes ?? []).Exists(node => IsNode(node) && node.Scheme != Uri.UriSchemeHttps))
        {
            failures.Add("CertificateAuthorityFile goes with https addresses.");
        }

        return failures.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(failures.Select(failure => $"{ElasticsearchOptions.Section}: {failure}"));
    }

    private static bool IsNode(Uri? node) =>
        node is { IsAbsoluteUri: true, UserInfo.Length: 0, AbsolutePath: "/", Query.Length: 0, Fragment.Length: 0 }
        && (node.Scheme == Uri.UriSchemeHttp || node.Scheme == Uri.UriSchemeHttps);

    private static int Count(params string?[] values) => values.Count(value => !string.IsNullOrWhiteSpace(value));
}
