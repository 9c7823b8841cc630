using System.Globalization;
using Archive.Connectors.Http;
using Archive.Connectors.Http.Forms;
using Archive.Core.Connectors;
using Archive.Web.Words;

namespace Archive.Web.Sources;

/// <summary>Reads the form of a source. What each field must be is checked here; whether the settings do is asked of the same code as at a start of the
/// program.</summary>
internal sealed class EntryReader(PageWords words)
{
    /// <summary>Longer than a private RSA key of 8,192 bits as PEM.</summary>
    private const int MostCharacters = 8_192;

    public const string Prefix = "s.";
    public const string RemoveSuffix = ".remove";
    public const string NumberSuffix = ".number";

    /// <param name="stored">The source that is changed; null for a new one.</param>
    /// <param name="typedBefore">Secrets that this person typed before the last test.</param>
    public EnteredSource Read(
        IFormCollection posted, string name, ISourcePlatform platform, StoredSource? stored, IReadOnlyDictionary<string, string> typedBefore)
    {
        var entered = new EnteredSource { Name = name };
        var fields = platform.Form.Fields.Concat(SharedFields.All).ToList();
        foreach (var field in fields.Where(f => !IsSecret(f)))
        {
            ReadPlain(entered, field, Value(posted, field.Setting));
        }

        var isMoved = stored is not null && fields.Any(f => f.IsDestination && entered.Settings.GetValueOrDefault(f.Setting) != stored.Settings.GetValueOrDefault(f.Setting));
        foreach (var field in fields.Where(IsSecret))
        {
            ReadSecrets(entered, field, posted, SecretsOf(stored?.Settings, field), SecretsOf(typedBefore, field), isMoved);
        }

        UseRhythm(entered);
        if (entered.IsGood)
        {
            Validate(entered, platform);
        }

        return entered;
    }

    public static bool IsSecret(SourceFormField field) => field.Kind is SourceFieldKind.Secret or SourceFieldKind.NumberedSecrets;

    /// <summary>The secrets of a field among settings, by name.</summary>
    public static Dictionary<string, string> SecretsOf(IReadOnlyDictionary<string, string>? settings, SourceFormField field) => (settings ?? new Dictionary<string, string>())
        .Where(s => field.Kind == SourceFieldKind.Secret ? s.Key == field.Setting : s.Key.StartsWith(field.Setting + ":", StringComparison.Ordinal))
        .ToDictionary(StringComparer.Ordinal);

    private void ReadPlain(EnteredSource entered, SourceFormField field, string value)
    {
        entered.Shown[field.Setting] = value;
        if (FindProblem(field, value) is { } problem)
        {
            entered.Problems[field.Setting] = problem;
        }

        if (value.Length > 0)
        {
            entered.Settings[field.Setting] = value;
        }
    }

    private string? FindProblem(SourceFormField field, string value) => field.Kind switch
    {
        _ when value.Length == 0 => field.IsRequired ? words["SourceProblem.Required"] : null,
        _ when value.Length > MostCharacters || value.Any(char.IsControl) => words["SourceProblem.Malformed"],
        SourceFieldKind.Choice when !field.Choices.Contains(value, StringComparer.Ordinal) => words["SourceProblem.Choice"],
        SourceFieldKind.Address when !Uri.TryCreate(value, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0 || !uri.IsWellFormedOriginalString() => words["SourceProblem.Address"],
        SourceFieldKind.Number when !IsWithin(field, value) => words.Format("SourceProblem.Number", field.Least ?? double.MinValue, field.Most ?? double.MaxValue),
        _ => null,
    };

    private static bool IsWithin(SourceFormField field, string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && number >= (field.Least ?? double.MinValue) && number <= (field.Most ?? double.MaxValue) && (!field.IsWhole || number == Math.Floor(number));

    private void ReadSecrets(
        EnteredSource entered, SourceFormField field, IFormCollection posted, Dictionary<string, string> stored, Dictionary<string, string> before, bool isMoved)
    {
        var removed = posted[Prefix + field.Setting + RemoveSuffix];
        foreach (var (setting, secret) in before.Where(s => !removed.Contains(s.Key)).Concat(ReadTyped(entered, field, posted)))
        {
            entered.Typed[setting] = secret;
        }

        foreach (var (setting, secret) in (isMoved ? [] : stored).Where(s => !removed.Contains(s.Key)).Concat(SecretsOf(entered.Typed, field)))
        {
            entered.Settings[setting] = secret;
        }

        if (SecretsOf(entered.Settings, field).Count == 0 && field.IsRequired)
        {
            entered.Problems.TryAdd(field.Setting, words["SourceProblem.Required"]);
        }

        // It must not be left out in silence either: a source without the secret of its events is one that nobody can push to.
        if (isMoved && stored.Keys.Any(setting => !removed.Contains(setting) && !entered.Typed.ContainsKey(setting)))
        {
            entered.Problems[field.Setting] = words["SourceProblem.Again"];
        }
    }

    private IEnumerable<KeyValuePair<string, string>> ReadTyped(EnteredSource entered, SourceFormField field, IFormCollection posted)
    {
        var isNumbered = field.Kind == SourceFieldKind.NumberedSecrets;
        var numbers = posted[Prefix + field.Setting + NumberSuffix];
        foreach (var (value, i) in posted[Prefix + field.Setting].Select((v, i) => ((v ?? "").Trim(), i)))
        {
            var number = isNumbered && i < numbers.Count ? (numbers[i] ?? "").Trim() : "";
            if (value.Length == 0 && number.Length == 0)
            {
                continue;
            }

            if (value.Length > MostCharacters || value.Any(c => char.IsControl(c) && !(isNumbered && c is '\r' or '\n')))
            {
                entered.Problems[field.Setting] = words["SourceProblem.Malformed"];
            }
            else if (isNumbered && (value.Length == 0 || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) || parsed < 1))
            {
                entered.Problems[field.Setting] = words["SourceProblem.Numbered"];
            }
            else
            {
                yield return new(isNumbered ? $"{field.Setting}:{int.Parse(number, CultureInfo.InvariantCulture)}" : field.Setting, value);
            }
        }
    }

    /// <summary>A form asks how often; settings say when, and when it is late.</summary>
    private static void UseRhythm(EnteredSource entered)
    {
        if (SourceRhythm.All.FirstOrDefault(r => r.Name == entered.Settings.GetValueOrDefault(SharedFields.Schedule.Setting)) is { } rhythm)
        {
            entered.Settings[SharedFields.Schedule.Setting] = rhythm.Cron;
            entered.Settings[SharedFields.LateAfter] = rhythm.LateAfter.ToString("c", CultureInfo.InvariantCulture);
        }
    }

    private void Validate(EnteredSource entered, ISourcePlatform platform)
    {
        try
        {
            SourceServices.Validate(entered.ToSource(platform.Name, 0));
        }
        catch (SourceSettingsException e)
        {
            foreach (var (setting, message) in e.Settings)
            {
                entered.Problems[setting ?? ""] = words.Stored(message);
            }
        }
    }

    private static string Value(IFormCollection posted, string setting) => posted[Prefix + setting].ToString().Trim();
}
