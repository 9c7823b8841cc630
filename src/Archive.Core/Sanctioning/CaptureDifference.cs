namespace Archive.Core.Sanctioning;

/// <summary>Whom the register would no longer let in, and whom it would from now on, if the lines of one origin were others. The platform's list and the source's scope
/// stay what they are and are not asked: the register can only let in what they do.</summary>
/// <param name="Lost">Accounts that are let in now and would not be, each with the reason of the gate.</param>
/// <param name="Gained">Accounts that are not let in now and would be, each with the reason why they are not.</param>
public sealed record CaptureDifference(IReadOnlyList<CaptureChange> Lost, IReadOnlyList<CaptureChange> Gained)
{
    /// <param name="lines">That would replace those of the origin.</param>
    /// <param name="at">Time of a message.</param>
    public static CaptureDifference Of(SanctionRegister now, string origin, IReadOnlyList<RegisteredAccount> lines, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(now);
        var (before, after) = (now.Accounts, now.AccountsWith(origin, lines));
        var (lost, gained) = (new List<CaptureChange>(), new List<CaptureChange>());
        foreach (var account in before.Accounts.Concat(after.Accounts).DistinctBy(a => (a.Source, a.AccountId)).OrderBy(a => a.Source, StringComparer.Ordinal).ThenBy(a => a.AccountId, StringComparer.Ordinal))
        {
            switch (Refuse(before, account, at), Refuse(after, account, at))
            {
                case (null, { } why):
                    lost.Add(new CaptureChange(account.Source, account.AccountId, account.Name, why));
                    break;
                case ({ } why, null):
                    gained.Add(new CaptureChange(account.Source, account.AccountId, account.Name, why));
                    break;
            }
        }

        return new CaptureDifference(lost, gained);
    }

    private static SanctionReason? Refuse(AccountRegister register, RegisteredAccount account, DateTimeOffset at)
    {
        var periods = register.Find(account.Source, account.AccountId);
        if (AccountPeriods.HasDeclined(periods, at))
        {
            return SanctionReason.CounterpartyDeclined;
        }

        var decision = AccountPeriods.Decide(periods, at);
        return decision.Outcome == SanctionOutcome.Admit ? null : decision.Reason;
    }
}

/// <param name="Name">As the register has it now, or would have it.</param>
/// <param name="Reason">Why it is not let in, afterwards or now.</param>
public sealed record CaptureChange(string Source, string AccountId, string Name, SanctionReason Reason);
