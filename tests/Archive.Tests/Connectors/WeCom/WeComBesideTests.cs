using System.Net;
using Archive.Connectors.WeCom;
using Archive.Connectors.WeCom.Sdk;
using Archive.Core.Connectors;
using Archive.Simulators.WeCom;
using Archive.Tests.Simulators.Slack;

namespace Archive.Tests.Connectors.WeCom;

/// <summary>What is asked beside messages: directory, names, consents. None of it may hold messages up, and no answer may get lost.</summary>
public sealed class WeComBesideTests
{
    private static readonly SampleCorpus Sample = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_read_takes_neither_consents_nor_the_directory_from_the_pull_after_it()
    {
        await using var platform = await StartAsync();
        var (run, alone) = (new ReadRun(), new ReadRun());
        using (var other = new WeComSource(platform))
        {
            Assert.Null(await alone.GoAsync(other.Connector, Stop));
        }

        using var source = new WeComSource(platform);
        var asked = Count(platform, "_agree");
        await foreach (var page in ((IConfirmingConnector)source.Connector).ReadAgainAsync(new SecondRead(DateTimeOffset.UnixEpoch), Stop))
        {
            Assert.Empty(page.Consents);
        }

        Assert.Equal(asked, Count(platform, "_agree"));
        Assert.Null(await run.GoAsync(source.Connector, Stop));

        Assert.NotEmpty(alone.Consents);
        Assert.Equal(alone.Consents, run.Consents);
        Assert.Single(run.Directories);
    }

    [Fact]
    public async Task What_was_not_stored_is_asked_for_again_and_what_was_is_not()
    {
        await using var platform = await StartAsync();
        using var source = new WeComSource(platform);
        var (stored, lost) = (new ReadRun(), new ReadRun());
        Assert.Null(await stored.GoAsync(source.Connector, Stop));
        var asked = Count(platform, "_agree");
        Assert.Null(await stored.GoAsync(source.Connector, Stop));
        Assert.Single(stored.Directories);
        Assert.Equal(asked, Count(platform, "_agree"));

        Assert.Null(await lost.GoAsync(source.Connector, Stop)); // a cursor that knows of none of it

        Assert.Equal(stored.Consents, lost.Consents);
        Assert.Single(lost.Directories);
    }

    [Fact]
    public async Task Names_directory_and_consents_that_cannot_be_asked_for_hold_no_message_up()
    {
        await using var platform = await StartAsync();
        using var network = new Refusing();
        using var source = new WeComSource(platform, network: network);
        var run = new ReadRun();

        Assert.Null(await run.GoAsync(source.Connector, Stop));

        Assert.Equal(platform.MessageIds.Order(), run.Items.Select(i => i.NativeId).Distinct().Order());
        Assert.Equal(3, network.Methods.Distinct().Count()); // the directory, one name and one consent, each until its retries are over
        Assert.DoesNotContain(run.Items, i => i.Message!.Conversation.Name == Sample.Desk.Name);

        network.IsUp = true;
        var again = new ReadRun();
        Assert.Null(await again.GoAsync(source.Connector, Stop));
        Assert.NotEmpty(again.Consents);
        Assert.Contains(again.Items, i => i.Message!.Conversation.Name == Sample.Desk.Name);
    }

    [Fact]
    public async Task Without_the_list_of_seats_nothing_is_read()
    {
        await using var platform = await StartAsync();
        using var network = new Refusing("get_permit_user_list");
        using var source = new WeComSource(platform, network: network);
        var run = new ReadRun();

        Assert.Equal(ConnectorFailure.Transient, Assert.IsType<ConnectorException>(await run.GoAsync(source.Connector, Stop)).Kind);
        Assert.Empty(run.Items);
    }

    [Fact]
    public async Task A_secret_of_the_contacts_that_cannot_be_read_holds_no_message_up_and_is_told_by_the_check()
    {
        await using var platform = await StartAsync();
        using var source = new WeComSource(platform, o => (o.ContactSecret, o.ContactSecretFile, o.CustomerSecret, o.CustomerSecretFile) = (null, "/nowhere/contacts", null, "/nowhere/customers"));
        using var none = new WeComSource(platform, o => o.ContactSecret = null);
        using var wrong = new WeComSource(platform, o => o.ContactSecret = "another");
        var run = new ReadRun();

        Assert.Null(await run.GoAsync(source.Connector, Stop));

        Assert.Equal(platform.MessageIds.Order(), run.Items.Select(i => i.NativeId).Distinct().Order());
        Assert.Contains("names. A secret of source harbor cannot be read. Check ContactSecret", await DirectoryAsync(source), StringComparison.Ordinal);
        Assert.Contains("names. Set ContactSecretFile to a file", await DirectoryAsync(none), StringComparison.Ordinal);
        Assert.Contains("names. gettoken answered 40001. The secret is wrong.", await DirectoryAsync(wrong), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_relative_path_of_the_library_means_the_same_for_the_archive_and_its_child()
    {
        await using var platform = await StartAsync();
        var launcher = new CountingLauncher(new InProcessSdkLauncher(platform.ServeSdkAsync)) { NeedsLibrary = true };
        using var source = new WeComSource(platform, o => o.Library = "lib/none.so", launcher: launcher);

        var failure = Assert.IsType<ConnectorException>(await new ReadRun().GoAsync(source.Connector, Stop));

        Assert.Contains($"is not at {Path.GetFullPath("lib/none.so")}.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_passed_out_of_reach_before_the_first_complete_run_is_said_once()
    {
        await using var platform = await StartAsync();
        var run = new ReadRun();
        foreach (var day in new[] { 0, 6, 6 })
        {
            using var failing = new WeComSource(platform, now: SampleCorpus.Today.AddDays(day), launcher: new LastLauncher(platform));
            Assert.NotNull(await run.GoAsync(failing.Connector, Stop));
        }

        var gap = Assert.Single(run.Gaps);
        Assert.InRange(gap.From, SampleCorpus.Today, SampleCorpus.Today.AddMinutes(5));
        Assert.InRange(gap.To, SampleCorpus.Today.AddDays(1), SampleCorpus.Today.AddDays(1).AddMinutes(5));
        Assert.False(WeComConnector.HasReadAll(run.Cursor));
    }

    private static async Task<string> DirectoryAsync(WeComSource source) =>
        (await source.Check.RunAsync(Stop).ToListAsync(Stop)).Single(f => f.Step == SourceCheckStep.Directory).Message;

    private static int Count(WeComSimulator platform, string method) => platform.RequestCounts.Where(c => c.Key.Contains(method, StringComparison.Ordinal)).Sum(c => c.Value);

    private static Task<WeComSimulator> StartAsync() => WeComSimulator.StartAsync(Sample.Corpus, new WeComSimulatorOptions(), Stop);

    /// <summary>Answers with 503, for everything but the token and the seats, or for one method.</summary>
    private sealed class Refusing(string? only = null) : DelegatingHandler(new SocketsHttpHandler())
    {
        public bool IsUp { get; set; }

        public List<string> Methods { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = request.RequestUri!.AbsolutePath;
            if (IsUp || (only is null ? path.EndsWith("gettoken", StringComparison.Ordinal) || path.EndsWith("get_permit_user_list", StringComparison.Ordinal) : !path.EndsWith(only, StringComparison.Ordinal)))
            {
                return base.SendAsync(request, cancellationToken);
            }

            Methods.Add(path);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
        }
    }
}
