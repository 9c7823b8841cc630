using Archive.Core.Sanctioning;

namespace Archive.Cli.Demo;

/// <summary>What must be in the register of a demo beside the accounts of its file, before anything is captured: the notice that its people signed, and a scope
/// for each source that one account proposed and another one approved. Writes what is not there yet.</summary>
internal sealed class DemoRegister(RegisterDesk desk)
{
    public const string Notice = "monitoring-notice@1";

    /// <summary>Accounts that propose and approve: those of <see cref="DemoUsers"/>.</summary>
    private const string Proposer = "compliance";
    private const string Approver = "privacy";

    private const string Text =
        """
        本公司依法留存您在企业业务账号中的工作消息。仅限官方企业接口提供的消息；个人字段先脱敏再索引；到期处置并出具证明。
        您可以查看哪些内容被留存、依据哪份告知、谁查阅过。

        The firm keeps the messages of your business accounts, as the law asks of it: only what the official enterprise interface gives out, with personal fields
        redacted before anything can be searched, and deleted when its time has come. You may see what is kept about you, under which notice, and who read it.
        """;

    public async Task WriteAsync(IReadOnlyList<DemoSource> sources, CancellationToken cancellationToken)
    {
        var register = await desk.PublishNoticeAsync(Notice, Text, Proposer, cancellationToken);
        foreach (var source in sources.Where(s => register.ScopesOf(s.Name).Count == 0))
        {
            if (register.Proposals.All(p => p.Scope.Source != source.Name))
            {
                register = await desk.ProposeScopeAsync(ScopeOf(source), Proposer, cancellationToken);
            }

            register = await desk.ApproveScopeAsync(register.Proposals.Single(p => p.Scope.Source == source.Name).Id, Approver, cancellationToken);
        }
    }

    private static SourceScope ScopeOf(DemoSource source) => new(
        source.Name,
        "performance of a legal obligation",
        "keep business communications and find them when the regulator asks",
        "《证券期货业网络和信息安全管理办法》; SEC Rule 17a-4(b)(4)",
        DateTimeOffset.UnixEpoch,
        source.Corpus.Today.AddYears(2),
        "PIA-2024-07",
        source.Corpus.Today.AddYears(1),
        "first version");
}
