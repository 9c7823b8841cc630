using Archive.Cli.Demo;
using Archive.Simulators.Corpus;
using BankCorpus = Archive.Simulators.Corpus.Corpus;

namespace Archive.IntegrationTests.Cli;

public sealed class DemoDivisionTests
{
    private static readonly BankCorpus Bank = BankCorpusGenerator.Generate(3_000, 1);

    [Fact]
    public void Every_message_is_on_one_platform_and_none_has_a_handful()
    {
        var (slack, feishu, wecom) = Divided();
        BankCorpus[] parts = [slack, feishu, wecom];

        Assert.Equal(Bank.Messages.ToHashSet(), parts.SelectMany(p => p.Messages).ToHashSet());
        Assert.Equal(Bank.Messages.Count, parts.Sum(p => p.Messages.Count));
        Assert.Equal(Bank.Conversations.Count, parts.Sum(p => p.Conversations.Count));
        Assert.All(parts, p => Assert.InRange(p.Messages.Count, Bank.Messages.Count / 10, Bank.Messages.Count * 3 / 4));
    }

    [Fact]
    public void Chinese_conversations_are_on_WeCom_with_clients_or_of_two_and_else_on_Feishu()
    {
        var (slack, feishu, wecom) = Divided();
        var clients = Bank.People.Where(p => p.Kind == CorpusPersonKind.External).Select(p => p.Id).ToHashSet();

        Assert.All(feishu.Conversations, c => Assert.True(c is { Language: "zh", Kind: not CorpusConversationKind.Direct } && !c.MemberIds.Any(clients.Contains), c.Id));
        Assert.Contains(feishu.Conversations, c => c.Kind == CorpusConversationKind.GroupDirect);
        Assert.All(wecom.Conversations, c => Assert.True(c.Language == "zh" && (c.Kind == CorpusConversationKind.Direct || c.MemberIds.Any(clients.Contains)), c.Id));
        Assert.Contains(wecom.Conversations, c => c.MemberIds.Any(clients.Contains));
        Assert.Contains(wecom.Conversations, c => c.Kind == CorpusConversationKind.Direct);
        Assert.All(slack.Conversations, c => Assert.Equal("en", c.Language));
    }

    [Fact]
    public void People_are_where_their_conversations_are_some_on_several_and_nobody_nowhere()
    {
        var (slack, feishu, wecom) = Divided();
        BankCorpus[] parts = [slack, feishu, wecom];

        Assert.Equal(Bank.People.ToHashSet(), parts.SelectMany(p => p.People).ToHashSet());
        Assert.InRange(slack.People.Intersect(feishu.People).Count(p => p.Kind == CorpusPersonKind.Employee), 10, Bank.People.Count - 10);
        Assert.All(parts, part => Assert.Contains(Bank.People, p => p.Kind == CorpusPersonKind.Employee && !part.People.Contains(p)));
    }

    [Fact]
    public void Without_a_Chinese_message_or_with_no_language_known_all_is_on_Slack()
    {
        var unknown = Bank with { Conversations = [.. Bank.Conversations.Select(c => c with { Language = null })] };
        var silent = Bank with { Messages = [.. DemoDivision.Of(Bank).Slack.Messages] };

        Assert.Equal(new DemoDivision(unknown, null, null), DemoDivision.Of(unknown));
        Assert.Equal(new DemoDivision(silent, null, null), DemoDivision.Of(silent));
    }

    private static (BankCorpus Slack, BankCorpus Feishu, BankCorpus WeCom) Divided()
    {
        var division = DemoDivision.Of(Bank);
        Assert.NotNull(division.Feishu);
        Assert.NotNull(division.WeCom);
        return (division.Slack, division.Feishu, division.WeCom);
    }
}
