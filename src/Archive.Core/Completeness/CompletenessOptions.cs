using System.ComponentModel.DataAnnotations;

namespace Archive.Core.Completeness;

/// <summary>When days are read a second time.</summary>
public sealed class CompletenessOptions
{
    public const string Section = "Archive:Completeness";

    /// <summary>How long after its end a day waits for its second read, so that what the platform shows late is not taken for lost. Default 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Settling { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How many days back second reads reach where the platform keeps messages for as long as the firm wants. Default 14: further back each day costs
    /// requests anew while it is red.</summary>
    [Range(1, 60)]
    public int DaysBack { get; set; } = 14;
}
