using Archive.Simulators.Corpus;
using Xunit;
using BankCorpus = Archive.Simulators.Corpus.Corpus;

namespace Archive.Tests.Simulators.Corpora;

/// <summary>The demo shows every feature because the corpus holds enough of everything.</summary>
public sealed class BankCorpusProportionTests
{
    private static readonly string[] Suspicious =
    [
        "guaranteed return", "保本保收益", "keep this off chat", "加我微信聊", "换个地方说", "before it's announced", "内幕消息",
        "delete this after reading", "看完删掉", "spoof", "拉抬股价", "front running",
    ];

    private static readonly BankCorpus Sample = BankCorpusGenerator.Generate(20_000, 11);

    [Fact]
    public void Has_about_the_stated_share_of_each_event()
    {
        Assert.InRange(PerMille(m => m.ThreadOf is not null), 90, 150);
        Assert.InRange(PerMille(m => m.Reactions is not null), 80, 120);
        Assert.InRange(PerMille(m => m.Edits is not null), 15, 26);
        Assert.InRange(PerMille(m => m.RecalledAt is not null), 6, 14);
        Assert.InRange(PerMille(m => m.Files is not null), 12, 32);
        Assert.InRange(PerMille(m => m.Kind == CorpusMessageKind.Join), 5, 20);
        Assert.InRange(PerMille(m => m.Text.Any(c => c is >= '\u4e00' and <= '\u9fff')), 450, 550);
        Assert.All(Enum.GetValues<CorpusMessageKind>(), kind => Assert.Contains(Sample.Messages, m => m.Kind == kind));
    }

    [Fact]
    public void Types_personal_data_in_three_to_four_messages_of_a_hundred() =>
        Assert.InRange(PerMille(m => TypedNumbers.HasPersonalData(m.Text)), 28, 42);

    [Fact]
    public void Hides_few_lines_that_an_examiner_would_search_for_but_each_can_be_found()
    {
        Assert.InRange(PerMille(m => Suspicious.Any(s => m.Text.Contains(s, StringComparison.OrdinalIgnoreCase))), 1, 6);
        Assert.All(Suspicious, s => Assert.Contains(Sample.Messages, m => m.Text.Contains(s, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void Repeats_no_sentence_on_every_screen() =>
        Assert.True(Sample.Messages.GroupBy(m => m.Text, StringComparer.Ordinal).Max(g => g.Count()) < 150);

    [Fact]
    public void Has_a_firm_with_leavers_guests_clients_bots_and_accounts_without_notice()
    {
        var employees = Sample.People.Where(p => p.Kind == CorpusPersonKind.Employee).ToList();

        Assert.InRange(employees.Count, 100, 130);
        Assert.InRange(employees.Count(p => p.Notice is null) * 100 / employees.Count, 6, 10);
        Assert.Contains(employees, p => p.ValidTo is not null);
        Assert.All(Enum.GetValues<CorpusPersonKind>(), kind => Assert.Contains(Sample.People, p => p.Kind == kind));
        Assert.All(Sample.People.Where(p => p.Kind == CorpusPersonKind.Bot), p => Assert.Null(p.PersonId));
        Assert.InRange(Sample.Conversations.Count, 80, 100);
        Assert.All(Enum.GetValues<CorpusConversationKind>(), kind => Assert.Contains(Sample.Conversations, c => c.Kind == kind));
        Assert.Contains(Sample.Conversations, c => c.External);
    }

    [Fact]
    public void Goes_back_far_enough_for_retention_to_have_something_due()
    {
        Assert.InRange(PerMille(m => m.Time < Sample.Today.AddYears(-5)), 60, 300);
        Assert.InRange(PerMille(m => m.Time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday), 2, 60);
    }

    private static int PerMille(Func<CorpusMessage, bool> predicate) => Sample.Messages.Count(predicate) * 1000 / Sample.Messages.Count;
}
