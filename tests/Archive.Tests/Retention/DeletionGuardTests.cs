using Archive.Core.Quarantine;
using Archive.Core.Retention;
using Archive.Core.Sanctioning;
using Archive.Tests.Sanctioning;

namespace Archive.Tests.Retention;

public sealed class DeletionGuardTests
{
    private static readonly DateOnly Day = new(2026, 3, 5);

    [Fact]
    public void A_hold_on_a_person_outlasts_the_persons_line_in_the_register()
    {
        var leaver = Line("U17", "emp-17");
        var register = TestRegister.Of(
            new AccountsChanged(RegisterOrigins.File, [leaver, Line("U18", "emp-18")], [], null),
            new AccountsChanged(RegisterOrigins.File, [], [leaver], null));

        var guard = new DeletionGuard([Hold("emp-17")], register);

        Assert.Empty(register.Accounts.OfPerson("emp-17"));
        Assert.Equal("hold on person", guard.Decide(Of("U17"), Day).Reason);
        Assert.True(guard.Decide(Of("U18"), Day).MayDelete);
    }

    /// <summary>The firm's list names an account that was known from the directory only, under a name of the directory.</summary>
    [Fact]
    public void A_hold_holds_under_whatever_name_the_person_had_when_it_was_placed()
    {
        var register = TestRegister.Of(
            new AccountsChanged(RegisterOrigins.Directory("slack"), [Line("U17", "slack:U17")], [], null),
            new AccountsChanged(RegisterOrigins.File, [Line("U17", "emp-17")], [], null));

        Assert.All(["slack:U17", "emp-17", "U17"], person => Assert.False(new DeletionGuard([Hold(person)], register).Decide(Of("U17"), Day).MayDelete));
    }

    private static KnownOfItem Of(string account) => new("C1", new HashSet<string> { account }, null);

    private static LegalHold Hold(string person) => new(1, "matter", HoldSubject.Person, person, "carol", DateTimeOffset.UnixEpoch);

    private static RegisteredAccount Line(string account, string person) => new(
        "slack", account, person, "somebody", null, DateTimeOffset.UnixEpoch, null, null, null, AccountStanding.Sanctioned);
}
