namespace Archive.Web.Operations;

/// <summary>How near a source is to losing messages for good, because its platform gives them out for a time only.</summary>
/// <param name="Window">How long the platform gives a message out.</param>
/// <param name="Left">Until the first message that was not captured is out of reach; negative when some may be.</param>
public sealed record LossRisk(LossCondition Condition, TimeSpan Window, TimeSpan Left)
{
    private const double WarningShare = 0.5;
    private const double RedShare = 0.75;

    /// <param name="window">Null where the platform keeps messages.</param>
    /// <param name="coveredUntil">Everything sent until then was captured; null when nobody knows.</param>
    /// <returns>Null where nothing can be lost so, or where nothing was tried yet.</returns>
    public static LossRisk? Of(TimeSpan? window, DateTimeOffset? coveredUntil, DateTimeOffset now)
    {
        if (window is not { } length || coveredUntil is not { } covered)
        {
            return null;
        }

        var share = (now - covered) / length;
        return new LossRisk(
            share switch { >= 1 => LossCondition.Lost, >= RedShare => LossCondition.Red, >= WarningShare => LossCondition.Warning, _ => LossCondition.None },
            length,
            length - (now - covered));
    }
}

/// <summary>The numbers are exported as a metric and never change.</summary>
public enum LossCondition
{
    None = 0,

    /// <summary>Half of the platform's window has passed since the last complete pull began.</summary>
    Warning = 1,

    /// <summary>Three quarters of it.</summary>
    Red = 2,

    /// <summary>All of it: messages may be out of reach already.</summary>
    Lost = 3,
}
