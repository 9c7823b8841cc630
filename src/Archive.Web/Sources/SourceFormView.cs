using Archive.Connectors.Http;
using Archive.Connectors.Http.Forms;
using Archive.Core.Connectors;

namespace Archive.Web.Sources;

/// <summary>What the form of a source shows: what was entered, without any secret.</summary>
/// <param name="Stored">The source that is changed; null for a new one.</param>
/// <param name="Draft">Secrets that were typed and not saved, encrypted; empty for none.</param>
/// <param name="Hooks">Address that events are pushed to, up to the name of the source.</param>
internal sealed record SourceFormView(ISourcePlatform Platform, EnteredSource Entered, StoredSource? Stored, string Draft, string Hooks)
{
    public IReadOnlyList<SourceFinding> Findings { get; init; } = [];

    public bool IsNew => Stored is null;

    /// <summary>Key of the words of a field.</summary>
    public string KeyOf(SourceFormField field) => SharedFields.All.Contains(field)
        ? $"SourceField.{Dotted(field.Setting)}"
        : $"SourceField.{Platform.Name}.{Dotted(field.Setting)}";

    public string StepOf(SourceFormStep step) => $"SourceStep.{Platform.Name}.{step.Name}";

    public static string IdOf(string setting) => "f-" + setting.Replace(':', '-');

    public string? ProblemOf(SourceFormField field) => Entered.Problems.GetValueOrDefault(field.Setting);

    /// <summary>Secrets of a field that need not be typed again, and whether they are stored already.</summary>
    public IReadOnlyList<(string Setting, bool IsStored)> KnownSecrets(SourceFormField field) =>
    [
        .. EntryReader.SecretsOf(Stored?.Settings, field).Keys.Union(EntryReader.SecretsOf(Entered.Typed, field).Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(setting => (setting, !Entered.Typed.ContainsKey(setting))),
    ];

    /// <summary>A step that may be left out stands open where something is in it or wrong with it.</summary>
    public bool IsOpen(SourceFormStep step) => !step.IsOptional || step.Fields.Any(f =>
        ProblemOf(f) is not null || Entered.Shown.GetValueOrDefault(f.Setting) is { Length: > 0 } || KnownSecrets(f).Count > 0);

    /// <summary>What is wrong with no field in particular.</summary>
    public IEnumerable<string> OtherProblems
    {
        get
        {
            var fields = Platform.Form.Fields.Concat(SharedFields.All).Select(f => f.Setting).Append(SharedFields.Name).ToHashSet(StringComparer.Ordinal);
            return Entered.Problems.Where(p => !fields.Contains(p.Key)).Select(p => p.Value);
        }
    }

    private static string Dotted(string setting) => setting.Replace(':', '.');
}

/// <summary>One field with the form that it stands in.</summary>
internal sealed record SourceFieldView(SourceFormView Form, SourceFormField Field);

/// <summary>One step with the form that it stands in.</summary>
internal sealed record SourceStepView(SourceFormView Form, SourceFormStep Step);
