using Archive.Core.Evidence;
using Archive.Core.Sanctioning;
using Archive.Tests.Sanctioning;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Tests.Storage;

/// <summary>The register in the evidence log, on every engine.</summary>
public abstract class RegisterLogContract : StoreContract
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public async Task Keeps_every_change_as_an_entry_and_gives_the_same_register_to_whoever_reads_it()
    {
        var log = Archive.Services.GetRequiredService<IRegisterLog>();
        var desk = new RegisterDesk(log, TimeProvider.System);

        var first = await desk.PublishNoticeAsync("notice@1", "You are told. 已告知。", "carol", Stop);
        var second = await desk.ReplaceAccountsAsync("f", [Account("a"), Account("b")], null, "carol", Stop);
        var again = await desk.ReplaceAccountsAsync("f", [Account("b"), Account("a")], null, "carol", Stop);
        var entries = await Archive.Log.ReadAsync([EvidenceKind.RegisterChanged], null, 10, Stop);
        Archive.Close();
        var read = Archive.Services.GetRequiredService<IRegisterLog>().Read();

        Assert.NotEqual(first.Version, second.Version);
        Assert.Equal(second.Version, again.Version);
        Assert.Equal(second.Version, read.Version);
        Assert.Equal(["a", "b"], read.Accounts.Accounts.Select(a => a.AccountId).Order());
        Assert.Equal("You are told. 已告知。", read.FindNotice("notice@1")?.Text);
        Assert.Equal(2, entries.Count);
        Assert.Equal(VerificationResult.Intact, (await Archive.VerifyAsync(Stop)).Result);
    }

    [Fact]
    public async Task Writes_nothing_when_the_decision_is_to_refuse()
    {
        var log = Archive.Services.GetRequiredService<IRegisterLog>();

        await Assert.ThrowsAsync<RegisterRefusedException>(() => log.ChangeAsync(
            "carol", At, "test", _ => throw new RegisterRefusedException(RegisterRefusal.Incomplete, "no"), Stop));

        Assert.Equal(SanctionRegister.Empty.Version, log.Read().Version);
    }

    [Fact]
    public async Task Of_many_that_decide_at_once_each_sees_what_the_one_before_wrote()
    {
        var desk = new RegisterDesk(Archive.Services.GetRequiredService<IRegisterLog>(), TimeProvider.System);
        var scope = TestRegister.ScopeOf("s") with { Reason = "at once" };

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            try
            {
                await Task.Yield();
                await desk.ProposeScopeAsync(scope, "officer " + i, Stop);
                return true;
            }
            catch (RegisterRefusedException e)
            {
                Assert.Equal(RegisterRefusal.ThereAlready, e.Refusal);
                return false;
            }
        }));

        Assert.Single(outcomes, done => done);
        Assert.Single(desk.Read().Proposals);
    }

    private static RegisteredAccount Account(string id) =>
        new("s", id, "p-" + id, "Name 名", null, At, null, "notice@1", At, AccountStanding.Sanctioned);
}
