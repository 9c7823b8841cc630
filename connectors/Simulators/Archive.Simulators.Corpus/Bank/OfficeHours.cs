namespace Archive.Simulators.Corpus.Bank;

/// <summary>When people of a branch talk: working days, mornings and afternoons, seldom in the evening or at the weekend.</summary>
internal static class OfficeHours
{
    private const int LatestLocalHour = 22;

    /// <summary>A moment between the bounds, more often a recent one: the demo opens on the last months.</summary>
    public static DateTimeOffset Pick(SeededRandom random, Branch branch, DateTimeOffset from, DateTimeOffset to)
    {
        var first = DateOnly.FromDateTime(from.UtcDateTime);
        var days = DateOnly.FromDateTime(to.UtcDateTime).DayNumber - first.DayNumber;
        var recent = random.Chance(500) ? Math.Min(days, 270) : days;
        var day = first.AddDays(days - random.Next(recent + 1));
        if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday && !random.Chance(60))
        {
            day = day.AddDays(-random.Between(2, 4));
        }

        if (IsHoliday(branch, day))
        {
            day = day.AddDays(-14);
        }

        var second = random.Next(20) switch
        {
            0 => random.Between(18 * 3600, 21 * 3600),
            1 => random.Between(12 * 3600, 13 * 3600),
            < 11 => random.Between((8 * 3600) + 1800, 12 * 3600),
            _ => random.Between(13 * 3600, (17 * 3600) + 1800),
        };
        var moment = branch.AtLocal(day, second);
        return moment < from ? from.AddMinutes(random.Between(10, 300)) : moment;
    }

    /// <summary>The fixed holidays that everybody would notice; those of the moon are left out.</summary>
    private static bool IsHoliday(Branch branch, DateOnly day) =>
        (day.Month, day.Day) is (1, 1) || (branch.IsMainland
            ? (day.Month, day.Day) is (10, <= 7) or (5, <= 3)
            : (day.Month, day.Day) is (12, 25 or 26));

    public static bool IsLate(Branch branch, DateTimeOffset moment) => branch.ToLocal(moment).Hour is >= LatestLocalHour or < 7;
}
