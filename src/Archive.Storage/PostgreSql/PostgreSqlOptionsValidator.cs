using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Archive.Storage.PostgreSql;

/// <summary>Says what is wrong with the settings without repeating them: connection strings hold passwords.</summary>
internal sealed class PostgreSqlOptionsValidator : IValidateOptions<PostgreSqlOptions>
{
    public ValidateOptionsResult Validate(string? name, PostgreSqlOptions options)
    {
        var failures = new List<string>();
        var found = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), found, validateAllProperties: true);
        failures.AddRange(found.Select(f => $"{PostgreSqlOptions.Section}: {f.ErrorMessage}"));
        if (options.ConnectionString is null && options.ConnectionStringFile is null)
        {
            failures.Add($"{PostgreSqlOptions.Section}: ConnectionString or ConnectionStringFile is required.");
        }

        Check(failures, nameof(options.ConnectionString), options.ConnectionString, options.ConnectionStringFile);
        Check(failures, nameof(options.OwnerConnectionString), options.OwnerConnectionString, options.OwnerConnectionStringFile);
        Check(failures, nameof(options.KeysConnectionString), options.KeysConnectionString, options.KeysConnectionStringFile);
        Check(failures, nameof(options.KeysOwnerConnectionString), options.KeysOwnerConnectionString, options.KeysOwnerConnectionStringFile);
        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    private static void Check(List<string> failures, string property, string? value, string? file)
    {
        if (value is not null && file is not null)
        {
            failures.Add($"{PostgreSqlOptions.Section}: give {property} or {property}File, not both.");
        }
        else if (value is not null && ConnectionStrings.TryParse(value) is not { Host.Length: > 0 })
        {
            failures.Add($"{PostgreSqlOptions.Section}: {property} is not a connection string (\"Host=db;Database=archive;Username=archive;Password=…\").");
        }
        else if (file is not null && !File.Exists(file))
        {
            failures.Add($"{PostgreSqlOptions.Section}: {property}File {file} does not exist.");
        }
    }
}
