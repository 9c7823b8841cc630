using System.Net;
using Archive.Core.Connectors;

namespace Archive.Tests.Connectors.Feishu;

/// <summary>230027 for one chat only: the others are read, and the run is an alarm and no success, however often it is interrupted.</summary>
public sealed class FeishuDeniedTests : IDisposable
{
    private readonly ChangingTenant _tenant = new();

    public FeishuDeniedTests()
    {
        foreach (var chat in new[] { "oc_a", "oc_b", "oc_c" })
        {
            _tenant.Say("om_" + chat, "ou_u1", ChangingTenant.Start.AddDays(-1), chat);
        }

        _tenant.Denied.Add("oc_a");
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _tenant.Dispose();

    [Theory]
    [InlineData("oc_a")]
    [InlineData("oc_b")]
    [InlineData("oc_c")]
    public async Task The_other_chats_are_read_and_the_run_ends_with_the_chat_named(string denied)
    {
        _tenant.Denied.Clear();
        _tenant.Denied.Add(denied);

        var failure = await _tenant.FailAsync();

        Assert.Equal(ConnectorFailure.Unauthorized, failure.Kind);
        Assert.Contains($"read 1 of its chats (230027): {denied}. The others were read.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(new[] { "oc_a", "oc_b", "oc_c" }.Where(c => c != denied), Read());
        Assert.NotNull(_tenant.Cursor.Find("denied:" + denied));
        Assert.Null(_tenant.Cursor.Find("position"));
        Assert.Null(_tenant.Cursor.Find("complete"));
    }

    [Fact]
    public async Task It_fails_until_the_app_may_read_the_chat_and_then_goes_on_from_its_mark()
    {
        await _tenant.FailAsync();
        await _tenant.FailAsync(hint: ["oc_a"]);
        _tenant.Denied.Clear();

        var pages = await _tenant.ReadAsync();

        Assert.Equal(["om_oc_a"], pages.SelectMany(p => p.Items).Select(i => i.NativeId));
        Assert.DoesNotContain(_tenant.Cursor.Parts, p => p.Key.StartsWith("denied:", StringComparison.Ordinal));
        Assert.NotNull(_tenant.Cursor.Find("complete"));
    }

    [Fact]
    public async Task A_run_that_goes_on_behind_the_chat_is_no_success_either()
    {
        // The directory, the note about the chat, and the chat after it; then the process dies.
        await _tenant.ReadAsync(pages: 3);
        Assert.NotNull(_tenant.Cursor.Find("denied:oc_a"));
        Assert.NotNull(_tenant.Cursor.Find("position"));

        var failure = await _tenant.FailAsync();

        Assert.Contains("oc_a", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["oc_b", "oc_c"], Read());
    }

    [Fact]
    public async Task A_chat_that_the_bot_is_not_in_any_more_is_no_alarm()
    {
        await _tenant.FailAsync();
        _tenant.Close("oc_a");

        await _tenant.ReadAsync();

        Assert.NotNull(_tenant.Cursor.Find("left:oc_a"));
        Assert.Null(_tenant.Cursor.Find("denied:oc_a"));
    }

    [Theory]
    [InlineData(HttpStatusCode.OK)]
    [InlineData(HttpStatusCode.BadRequest)]
    public async Task A_file_that_may_not_be_read_is_that_of_a_chat_that_may_not(HttpStatusCode status)
    {
        _tenant.Answers.ErrorStatus = status;
        _tenant.Denied.Clear();
        _tenant.Say("om_file", "ou_u1", ChangingTenant.Start.AddHours(-1), "oc_b", type: "file", content: """{\"file_key\":\"f1\",\"file_name\":\"a.pdf\"}""");
        _tenant.Answers.On("im/v1/messages/om_file/resources/f1", """{"code":230027,"msg":"Lack of necessary permissions"}""");

        var failure = await _tenant.FailAsync();

        Assert.Contains("(230027): oc_b.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["oc_a", "oc_c"], Read());
    }

    [Fact]
    public async Task A_second_read_without_the_chat_is_none()
    {
        var failure = await Assert.ThrowsAsync<ConnectorException>(
            async () => await ((IConfirmingConnector)_tenant.Source.Connector).ReadAgainAsync(new SecondRead(DateTimeOffset.UnixEpoch), Stop).ToListAsync(Stop));

        Assert.Equal(ConnectorFailure.Unauthorized, failure.Kind);
    }

    [Fact]
    public async Task Many_chats_are_counted_and_some_are_named()
    {
        foreach (var number in Enumerable.Range(10, 30))
        {
            _tenant.Say($"om_{number}", "ou_u1", ChangingTenant.Start.AddDays(-1), $"oc_{number}");
            _tenant.Denied.Add($"oc_{number}");
        }

        var failure = await _tenant.FailAsync();

        Assert.Contains("read 31 of its chats (230027): oc_10, oc_11, oc_12, oc_13, oc_14, oc_15, oc_16, oc_17, oc_18, oc_19, …. The others", failure.Message, StringComparison.Ordinal);
    }

    private IEnumerable<string> Read() => _tenant.Cursor.Parts.Keys.Where(p => p.StartsWith("mark:", StringComparison.Ordinal)).Select(p => p["mark:".Length..]).Order();
}
