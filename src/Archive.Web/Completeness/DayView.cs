using Archive.Core.Completeness;

namespace Archive.Web.Completeness;

/// <summary>How a state looks: a sign beside the colour, so that colour never tells it alone.</summary>
internal static class DayView
{
    public static string SignOf(DayState state) => state switch
    {
        DayState.Closed => "✓",
        DayState.Red => "!",
        DayState.Unconfirmed => "✕",
        _ => "○",
    };

    /// <summary>Of the four meanings.</summary>
    public static string MeaningOf(DayState state) => state switch
    {
        DayState.Closed => "ok",
        DayState.Red or DayState.Unconfirmed => "stop",
        _ => "info",
    };
}
