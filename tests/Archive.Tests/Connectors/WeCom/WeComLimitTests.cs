using Archive.Core.Connectors;
using Archive.Simulators.WeCom;
using Archive.Tests.Simulators.Slack;

namespace Archive.Tests.Connectors.WeCom;

/// <summary>What happens when the platform's limits are reached: calling on makes them last longer.</summary>
public sealed class WeComLimitTests
{
    private const string Seats = "msgaudit/get_permit_user_list";
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(65);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(45009, Seats, 2)]
    [InlineData(45033, Seats, 2)]
    [InlineData(45009, "gettoken", 1)]
    [InlineData(45033, "gettoken", 1)]
    public async Task A_limit_that_stays_reached_ends_the_run_without_quick_retries(int code, string method, int calls)
    {
        await using var platform = await StartAsync();
        using var network = new Limited(method, code, int.MaxValue);
        using var source = new WeComSource(platform, network: network);
        var run = new ReadRun();

        var failure = Assert.IsType<ConnectorException>(await run.GoAsync(source.Connector, Stop));

        Assert.Equal((ConnectorFailure.Throttled, calls), (failure.Kind, network.Refused));
        Assert.InRange(source.Time.Waited, (calls - 1) * Rest, (calls * Rest) - TimeSpan.FromSeconds(1));
        Assert.Empty(run.Items);
    }

    [Fact]
    public async Task After_the_rest_the_run_goes_on()
    {
        await using var platform = await StartAsync();
        using var network = new Limited(Seats, 45033, 1);
        using var source = new WeComSource(platform, network: network);
        var run = new ReadRun();

        Assert.Null(await run.GoAsync(source.Connector, Stop));

        Assert.True(source.Time.Waited >= Rest);
        Assert.Equal(platform.MessageIds.Order(), run.Items.Select(i => i.NativeId).Distinct().Order());
    }

    [Fact]
    public async Task The_next_run_asks_for_a_token_after_the_rest()
    {
        await using var platform = await StartAsync();
        using var network = new Limited("gettoken", 45009, 1);
        using var source = new WeComSource(platform, network: network);
        var run = new ReadRun();
        Assert.NotNull(await run.GoAsync(source.Connector, Stop));

        Assert.Null(await run.GoAsync(source.Connector, Stop));

        Assert.True(source.Time.Waited >= Rest);
    }

    private static Task<WeComSimulator> StartAsync() => WeComSimulator.StartAsync(new SampleCorpus().Corpus, new WeComSimulatorOptions { ExtraOneIn = 0 }, Stop);

    /// <summary>One method of the platform is over its limit for so many calls.</summary>
    private sealed class Limited(string method, int code, int times) : DelegatingHandler(new SocketsHttpHandler())
    {
        public int Refused { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Refused == times || !request.RequestUri!.AbsolutePath.EndsWith(method, StringComparison.Ordinal)) // clients always set an address
            {
                return base.SendAsync(request, cancellationToken);
            }

            Refused++;
            return Task.FromResult(FakeNetwork.Json($$"""{"errcode":{{code}},"errmsg":"limit"}"""));
        }
    }
}
