using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Archive.Connectors.Http.Forms;

/// <summary>One setting of a source.</summary>
/// <param name="Setting">Below <c>Archive:Sources:NAME</c>: "Callback:EncryptKey" has the words <c>SourceField.PLATFORM.Callback.EncryptKey</c>, and those of
/// its hint end in <c>.Hint</c>.</param>
public sealed record SourceFormField(string Setting, SourceFieldKind Kind)
{
    public bool IsRequired { get; init; }

    /// <summary>Values of a choice, each with the words <c>SourceField.PLATFORM.SETTING.VALUE</c>. The first is the default.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Least value of a number, inclusive.</summary>
    public double? Least { get; init; }

    /// <summary>Most, inclusive.</summary>
    public double? Most { get; init; }

    /// <summary>Whether a number has no part behind the point.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Form of the value, or the platform's own value, to be shown in an empty field: "ww…".</summary>
    public string? Example { get; init; }

    /// <summary>Whether it decides where secrets are sent: whoever changes it must enter them again, or they could be sent to anybody.</summary>
    public bool IsDestination { get; init; }

    /// <summary>Bounds are those of the settings, so that the form cannot have others.</summary>
    public static SourceFormField Number<TSettings>(string setting)
    {
        var range = typeof(TSettings).GetProperty(setting)?.GetCustomAttribute<RangeAttribute>()
            ?? throw new ArgumentException($"{typeof(TSettings).Name}.{setting} has no bounds.", nameof(setting));
        return new SourceFormField(setting, SourceFieldKind.Number)
        {
            Least = Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture),
            IsWhole = range.OperandType == typeof(int),
            Most = Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture),
        };
    }
}

/// <summary>No kind is a path. Whoever fills in a form may not know, let alone choose, which files of the machine are read and sent to a platform.</summary>
public enum SourceFieldKind
{
    Text,

    /// <summary>Is never shown again.</summary>
    Secret,

    Number,

    Choice,

    /// <summary>Absolute, https unless it is of this machine.</summary>
    Address,

    /// <summary>Secrets of several lines by whole numbers from 1, <c>Setting:1</c> and so on; at least one when it is required.</summary>
    NumberedSecrets,
}
