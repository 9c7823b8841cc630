using Archive.Cli.Demo;
using Archive.Core.Messages;
using Archive.Core.Sanctioning;
using Archive.IntegrationTests.Pipeline;
using Archive.Simulators.Corpus;
using Archive.Simulators.Feishu;
using Archive.Simulators.Slack;
using Archive.Simulators.WeCom;
using Archive.Storage;

namespace Archive.IntegrationTests.Cli;

/// <summary>What the bank said is in the archive of a demo or was refused for a reason, whichever platform it was said on.</summary>
public sealed class DemoLossTests : IDisposable
{
    private const int Messages = 3_000;
    private readonly ArchiveProcess _archive = new();

    public void Dispose() => _archive.Dispose();

    [Fact]
    public async Task Every_platform_is_read_to_the_last_message_and_refusals_are_counted()
    {
        var stop = TestContext.Current.CancellationToken;
        var load = await _archive.RunAsync("demo", "--data", _archive.Data, "--messages", $"{Messages}", "--load-only");
        Assert.True(load.ExitCode == 0, load.Error);
        await using var archive = TestArchive.Open(new DataFolder(_archive.Data));
        await archive.AssertSoundAsync();
        var records = (await archive.ReadAllAsync()).ToLookup(r => r.Source, r => r.Message);
        var (onSlack, onFeishu, onWeCom) = DemoDivision.Of(BankCorpusGenerator.Generate(Messages, 1));
        Assert.NotNull(onFeishu);
        Assert.NotNull(onWeCom);
        await using var slack = await SlackSimulator.StartAsync(onSlack, new SlackSimulatorOptions(), stop);
        await using var feishu = await FeishuSimulator.StartAsync(onFeishu, new FeishuSimulatorOptions { ExtraOneIn = 0 }, stop);
        await using var wecom = await WeComSimulator.StartAsync(onWeCom, new WeComSimulatorOptions { ExtraOneIn = 0, ControlOneIn = 0 }, stop);
        var channels = onSlack.Conversations.ToDictionary(c => c.Id, slack.IdOf, StringComparer.Ordinal);

        AssertNoLoss(onSlack, [.. records["slack"]], message => [$"{channels[message.ConversationId]}:{slack.IdOf(message)}"]);
        AssertNoLoss(onFeishu, [.. records["feishu"]], feishu.IdsOf, person => !(person.ValidTo <= onFeishu.Today));
        AssertNoLoss(onWeCom, [.. records["wecom"]], wecom.MessageIdsOf);
        foreach (var source in new[] { "slack", "feishu", "wecom" })
        {
            var counts = await archive.Records.ReadIntakeAsync(source, stop);
            Assert.Contains(counts, c => c is { Outcome: IntakeOutcome.Refused, Reason: nameof(SanctionReason.NoNotice) });
            Assert.DoesNotContain(counts, c => c.Outcome == IntakeOutcome.Quarantined);
            Assert.Contains(records[source], m => m.Kind == MessageKind.Recall);

            // WeCom has neither.
            Assert.Equal(source != "wecom", records[source].Any(m => m.Kind == MessageKind.Edit));
            Assert.Equal(source != "wecom", records[source].Any(m => m.ThreadId is not null));
            Assert.Contains(records[source], m => m.Attachments.Any(a => a.State == AttachmentState.Stored));
        }

        // Guests are people of the tenant on Feishu: the firm did not register them, and its directory lists them from today on only. Whoever had left by
        // then was never in the contact range while the archive looked.
        var onFeishuCounts = await archive.Records.ReadIntakeAsync("feishu", stop);
        Assert.Contains(onFeishuCounts, c => c is { Outcome: IntakeOutcome.Refused, Reason: nameof(SanctionReason.OutsidePeriod) });
        Assert.Contains(onFeishuCounts, c => c is { Outcome: IntakeOutcome.Refused, Reason: nameof(SanctionReason.NotListed) });
    }

    [Fact]
    public async Task The_register_names_a_person_once_for_each_platform_they_are_on()
    {
        var load = await _archive.RunAsync("demo", "--data", _archive.Data, "--messages", "200", "--load-only");
        Assert.True(load.ExitCode == 0, load.Error);
        var register = RegisterFile.Read(await File.ReadAllBytesAsync(Path.Combine(_archive.Data, "register.csv"), TestContext.Current.CancellationToken));
        var people = register.ToLookup(a => a.PersonId);

        Assert.Contains(people, p => p.Select(a => a.Source).Order(StringComparer.Ordinal).SequenceEqual(["feishu", "slack"]));
        Assert.Contains(people, p => p.Select(a => a.Source).SequenceEqual(["slack"]));
        Assert.Contains(people, p => p.Select(a => a.Source).SequenceEqual(["feishu"]));
        Assert.All(people, p => Assert.Equal(p.Count(), p.Select(a => (a.Source, a.AccountId)).Distinct().Count()));
    }

    /// <summary>Texts of people with a notice are all there, texts of those who signed none are not.</summary>
    /// <param name="isListed">Whom the platform lists; null for everybody. Texts of the others are not there either.</param>
    private static void AssertNoLoss(
        Simulators.Corpus.Corpus corpus, List<ChatMessage> records, Func<CorpusMessage, IReadOnlyList<string>> idsOf, Func<CorpusPerson, bool>? isListed = null)
    {
        // A reaction is its own sender's, also to a message that was refused. A recall on WeCom has an id of its own.
        var kept = records.Where(m => m.Kind != MessageKind.Reaction).SelectMany(m => new[] { m.NativeId, m.Concerns ?? m.NativeId }).ToHashSet(StringComparer.Ordinal);
        var employees = corpus.People.Where(p => p.Kind == CorpusPersonKind.Employee).ToDictionary(p => p.Id, StringComparer.Ordinal);
        var texts = corpus.Messages.Where(m => m.Kind == CorpusMessageKind.Text && employees.ContainsKey(m.SenderId))
            .ToLookup(m => employees[m.SenderId].Notice is not null && isListed?.Invoke(employees[m.SenderId]) != false);

        Assert.NotEmpty(texts[true]);
        Assert.All(texts[true].SelectMany(idsOf), id => Assert.Contains(id, kept));
        Assert.NotEmpty(texts[false]);
        Assert.All(texts[false].SelectMany(idsOf), id => Assert.DoesNotContain(id, kept));
    }
}
