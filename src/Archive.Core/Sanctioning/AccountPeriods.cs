namespace Archive.Core.Sanctioning;

/// <summary>What the periods of one account say of a time.</summary>
internal static class AccountPeriods
{
    public static bool HasDeclined(IReadOnlyList<RegisteredAccount> periods, DateTimeOffset time) =>
        periods.Any(p => p.Standing == AccountStanding.Declined && Covers(p, time));

    /// <summary>Admits where a sanctioned period covers the time, with a notice signed by then. Says nothing of declined ones.</summary>
    public static SanctionDecision Decide(IReadOnlyList<RegisteredAccount> periods, DateTimeOffset time)
    {
        var reason = periods.Count == 0 ? SanctionReason.NotRegistered : SanctionReason.OutsidePeriod;
        foreach (var period in periods)
        {
            if (period.Standing == AccountStanding.Sanctioned && Covers(period, time))
            {
                if (HasNotice(period) && period.NoticeSignedAt <= time)
                {
                    return SanctionDecision.Admit;
                }

                reason = SanctionReason.NoNotice;
            }
        }

        return SanctionDecision.Refuse(reason);
    }

    public static bool HasNotice(RegisteredAccount period) => !string.IsNullOrEmpty(period.NoticeVersion) && period.NoticeSignedAt is not null;

    private static bool Covers(RegisteredAccount period, DateTimeOffset time) =>
        period.ValidFrom <= time && (period.ValidTo is not { } end || time < end);
}
