namespace Archive.Simulators.Corpus.Bank;

internal enum SummerTime
{
    None,
    Europe,
    UnitedStates,
}

/// <summary>An office and its clock. Summer time is computed here because time zone data differ between operating systems.</summary>
internal sealed record Branch(string Code, string Name, int OffsetHours, SummerTime Summer)
{
    public static readonly IReadOnlyList<Branch> All =
    [
        new("HK", "Hong Kong", 8, SummerTime.None),
        new("SH", "Shanghai", 8, SummerTime.None),
        new("SZ", "Shenzhen", 8, SummerTime.None),
        new("SG", "Singapore", 8, SummerTime.None),
        new("LN", "London", 0, SummerTime.Europe),
        new("NY", "New York", -5, SummerTime.UnitedStates),
    ];

    /// <summary>People here are called by Chinese names.</summary>
    public bool IsMainland => Code is "SH" or "SZ";

    public static Branch Get(string code) => All.Single(b => b.Code == code);

    public DateTimeOffset AtLocal(DateOnly day, int secondOfDay) =>
        new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddSeconds(secondOfDay).AddHours(-OffsetOn(day));

    public DateTimeOffset ToLocal(DateTimeOffset moment) => moment.AddHours(OffsetOn(DateOnly.FromDateTime(moment.UtcDateTime)));

    /// <summary>Whole days are enough: the clocks change on Sunday nights.</summary>
    private int OffsetOn(DateOnly day) => OffsetHours + Summer switch
    {
        SummerTime.Europe when day >= LastSunday(day.Year, 3) && day < LastSunday(day.Year, 10) => 1,
        SummerTime.UnitedStates when day >= FirstSunday(day.Year, 3).AddDays(7) && day < FirstSunday(day.Year, 11) => 1,
        _ => 0,
    };

    private static DateOnly FirstSunday(int year, int month)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays((7 - (int)first.DayOfWeek) % 7);
    }

    private static DateOnly LastSunday(int year, int month)
    {
        var last = new DateOnly(year, month, DateTime.DaysInMonth(year, month));
        return last.AddDays(-(int)last.DayOfWeek);
    }
}
