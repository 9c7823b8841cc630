using Archive.Connectors.Feishu;
using Archive.Core.Connectors;
using Archive.Core.Messages;
using Archive.Core.Sanctioning;
using Archive.Simulators.Corpus;
using Archive.Tests.Connectors;

namespace Archive.IntegrationTests.Faults;

/// <summary>Through the register and the gate: who is in the app's contact range is captured, from their first message on, and nobody else is.</summary>
public sealed class FeishuNewcomerTests
{
    private readonly ImpatientTime _time = new(new FeishuOptions().Http.AttemptTimeout);
    private readonly DateTimeOffset _start;

    public FeishuNewcomerTests() => _start = DateTimeOffset.FromUnixTimeSeconds(_time.GetUtcNow().ToUnixTimeSeconds());

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_joined_between_two_readings_is_captured_from_the_first_message_on()
    {
        await using var pull = await FeishuPull.StartAsync(
            Corpus(), o => (o.ServedUntil, o.ExtraOneIn, o.PostOneIn) = (_start, 0, 0), time: _time);
        await pull.FinishAsync();
        Assert.Equal(["alice before", "the oldest"], await TextsAsync(pull));
        await MoveAsync(pull, TimeSpan.FromMinutes(30));

        await pull.FinishAsync();

        Assert.Equal(["alice before", "newcomer's first", "the oldest"], await TextsAsync(pull));
        var counts = await pull.Archive.Records.ReadIntakeAsync("feishu", Stop);
        Assert.Contains(counts, c => c is { Outcome: IntakeOutcome.Refused, Reason: nameof(SanctionReason.NotListed), Count: 1 });
        await pull.Archive.AssertSoundAsync();
    }

    [Fact]
    public async Task Whoever_leaves_is_captured_up_to_then()
    {
        await using var pull = await FeishuPull.StartAsync(
            Corpus(), o => (o.ServedUntil, o.ExtraOneIn, o.PostOneIn) = (_start.AddDays(-4), 0, 0), time: _time);
        await pull.FinishAsync();
        Assert.Equal(["the oldest"], await TextsAsync(pull));
        await MoveAsync(pull, TimeSpan.FromHours(13));

        // By now the one who has left is in the directory no more, and what was written before is read for the first time.
        await pull.FinishAsync();

        Assert.Contains("written before leaving", await TextsAsync(pull));
    }

    private async Task MoveAsync(FeishuPull pull, TimeSpan span)
    {
        await Task.Delay(span, _time, Stop);
        pull.Platform.ServedUntil = _time.GetUtcNow();
    }

    private static async Task<IEnumerable<string>> TextsAsync(FeishuPull pull) => (await pull.ReadAsync()).Select(r => r.Text).Order(StringComparer.Ordinal);

    private Corpus Corpus()
    {
        CorpusPerson Employee(string id, DateTimeOffset from, DateTimeOffset? until = null) => new(id, id, id, null, null, null, CorpusPersonKind.Employee, from, until, from);

        return new Corpus(
            "Harbor Bank",
            _start.AddDays(2),
            [Employee("alice", _start.AddDays(-100)), Employee("newcomer", _start.AddMinutes(10)), Employee("gone", _start.AddDays(-100), _start.AddDays(-2))],
            [new CorpusConversation("desk", "rates-desk", CorpusConversationKind.PrivateChannel, _start.AddDays(-50), ["alice", "newcomer", "gone"], false)],
            [
                new CorpusMessage("0", "desk", "alice", _start.AddDays(-6), "the oldest"),
                new CorpusMessage("1", "desk", "gone", _start.AddDays(-3), "written before leaving"),
                new CorpusMessage("2", "desk", "alice", _start.AddDays(-1), "alice before"),
                new CorpusMessage("3", "desk", "newcomer", _start.AddMinutes(20), "newcomer's first"),
            ]);
    }
}
