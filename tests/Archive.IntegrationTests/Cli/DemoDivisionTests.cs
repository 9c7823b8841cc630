using Archive.Cli.Demo;
using Archive.Simulators.Corpus;
using BankCorpus = Archive.Simulators.Corpus.Corpus;

namespace Archive.IntegrationTests.Cli;

public sealed class DemoDivisionTests
{
    private static readonly BankCorpus Bank = BankCorpusGenerator.Generate(3_000, 1);

    [Fact]
    public void Every_message_is_on_one_platform_and_neither_has_a_handful()
    {
        var (slack, feishu) = DemoDivision.Of(Bank);

        Assert.NotNull(feishu);
        Assert.Equal(Bank.Messages.ToHashSet(), slack.Messages.Concat(feishu.Messages).ToHashSet());
        Assert.Equal(Bank.Messages.Count, slack.Messages.Count + feishu.Messages.Count);
        Assert.Equal(Bank.Conversations.Count, slack.Conversations.Count + feishu.Conversations.Count);
        Assert.InRange(feishu.Messages.Count, Bank.Messages.Count / 4, Bank.Messages.Count * 3 / 4);
    }

    [Fact]
    public void Chinese_conversations_are_on_Feishu_but_for_those_of_two_which_its_api_does_not_list()
    {
        var (slack, feishu) = DemoDivision.Of(Bank);

        Assert.NotNull(feishu);
        Assert.All(feishu.Conversations, c => Assert.True(c is { Language: "zh", Kind: not CorpusConversationKind.Direct }, c.Id));
        Assert.Contains(feishu.Conversations, c => c.Kind == CorpusConversationKind.GroupDirect);
        Assert.All(slack.Conversations, c => Assert.True(c.Language == "en" || c.Kind == CorpusConversationKind.Direct, c.Id));
    }

    [Fact]
    public void People_are_where_their_conversations_are_some_on_both_and_nobody_nowhere()
    {
        var (slack, feishu) = DemoDivision.Of(Bank);

        Assert.NotNull(feishu);
        Assert.Equal(Bank.People.ToHashSet(), slack.People.Concat(feishu.People).ToHashSet());
        var both = slack.People.Intersect(feishu.People).Count(p => p.Kind == CorpusPersonKind.Employee);
        Assert.InRange(both, 10, Bank.People.Count - 10);
        Assert.Contains(Bank.People, p => p.Kind == CorpusPersonKind.Employee && !slack.People.Contains(p));
        Assert.Contains(Bank.People, p => p.Kind == CorpusPersonKind.Employee && !feishu.People.Contains(p));
    }

    [Fact]
    public void Without_a_Chinese_message_or_with_no_language_known_all_is_on_Slack()
    {
        var unknown = Bank with { Conversations = [.. Bank.Conversations.Select(c => c with { Language = null })] };
        var silent = Bank with { Messages = [.. DemoDivision.Of(Bank).Slack.Messages] };

        Assert.Equal((unknown, null), DemoDivision.Of(unknown));
        Assert.Equal((silent, null), DemoDivision.Of(silent));
    }
}
