using Archive.Core.Connectors;

namespace Archive.Tests.Connectors.Feishu;

/// <summary>A refusal of one chat or one thread, whatever its code: everything else is read, and the run is no success for as long as it lasts.</summary>
public sealed class FeishuRefusalTests : IDisposable
{
    private readonly ChangingTenant _tenant = new();

    public FeishuRefusalTests()
    {
        _tenant.Say("om_a", "ou_u1", ChangingTenant.Start.AddDays(-1), "oc_a", thread: "omt_a");
        _tenant.Reply("om_a", "omt_a", ChangingTenant.Start.AddDays(-1));
        _tenant.Reply("om_reply", "omt_a", ChangingTenant.Start.AddHours(-1));
        _tenant.Say("om_b", "ou_u1", ChangingTenant.Start.AddDays(-1), "oc_b");
    }

    public void Dispose() => _tenant.Dispose();

    [Theory]
    [InlineData(4711)]
    [InlineData(230001)]
    [InlineData(230050)]
    [InlineData(230110)]
    public async Task A_chat_that_is_refused_does_not_keep_the_others_from_being_read(int code)
    {
        _tenant.Refused["oc_a"] = code;

        var failure = await _tenant.FailAsync();

        Assert.Equal(ConnectorFailure.Unauthorized, failure.Kind);
        Assert.Contains($"keeps 1 chats or threads from the app of source harbor: oc_a ({code}). The others were read.", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(_tenant.Cursor.Find("mark:oc_b"));
        Assert.Equal((null, null), (_tenant.Cursor.Find("mark:oc_a"), _tenant.Cursor.Find("complete")));

        _tenant.Refused.Clear();

        Assert.Equal(["om_a", "om_reply"], Ids(await _tenant.ReadAsync()).Distinct());
        Assert.NotNull(_tenant.Cursor.Find("complete"));
    }

    [Theory]
    [InlineData(4711)]
    [InlineData(230001)]
    public async Task A_thread_that_is_refused_is_an_alarm_with_each_run_and_read_when_it_can_be(int code)
    {
        _tenant.Refused["omt_a"] = code;

        Assert.Contains($"oc_a:omt_a ({code})", (await _tenant.FailAsync()).Message, StringComparison.Ordinal);
        Assert.Contains($"oc_a:omt_a ({code})", (await _tenant.FailAsync()).Message, StringComparison.Ordinal);
        Assert.NotNull(_tenant.Cursor.Find("mark:oc_a"));
        Assert.NotNull(_tenant.Cursor.Find("mark:oc_b"));

        _tenant.Refused.Clear();

        Assert.Contains("om_reply", Ids(await _tenant.ReadAsync()));
        Assert.DoesNotContain(_tenant.Cursor.Parts, p => p.Key.StartsWith("denied:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(230110)]
    [InlineData(230011)]
    public async Task A_thread_whose_beginning_is_gone_is_no_alarm_and_looked_at_again_the_next_day(int code)
    {
        _tenant.Refused["omt_a"] = code;
        await _tenant.ReadAsync();
        _tenant.Refused.Clear();

        Assert.Empty(Ids(await _tenant.ReadAsync()));
        await _tenant.PassAsync(TimeSpan.FromHours(25));

        Assert.Contains("om_reply", Ids(await _tenant.ReadAsync()));
    }

    [Fact]
    public async Task A_thread_that_breaks_off_does_not_count_as_read_as_far_as_it_came()
    {
        _tenant.Answers.On("im/v1/messages", address => address.Query.Contains("omt_a", StringComparison.Ordinal)
            ? address.Query.Contains("page_token", StringComparison.Ordinal)
                ? """{"code":4711,"msg":"refused"}"""
                : FakeTenant.Page(Message("om_new", ChangingTenant.Start.AddMinutes(-30)), "more")
            : FakeTenant.Page(Message("om_root", ChangingTenant.Start.AddDays(-1))));

        await _tenant.FailAsync();

        Assert.StartsWith("0@", _tenant.Cursor.Find("thread:oc_a:omt_a"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thread_that_only_an_event_has_named_is_not_remembered_when_it_is_refused()
    {
        _tenant.Refused["omt_other"] = 230001;

        await _tenant.ReadAsync(hint: ["oc_a:omt_other"]);
        await _tenant.PassAsync(TimeSpan.FromMinutes(11));
        await _tenant.ReadAsync();

        Assert.DoesNotContain(_tenant.Cursor.Parts, p => p.Key.Contains("omt_other", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_denied_before_reasons_were_kept_is_named_with_the_code_that_it_had()
    {
        _tenant.Denied.Add("oc_a");
        await _tenant.FailAsync();
        Assert.EndsWith(" 230027", _tenant.Cursor.Find("denied:oc_a"), StringComparison.Ordinal);
        var since = _tenant.Cursor.Find("denied:oc_a");
        await _tenant.PassAsync(TimeSpan.FromHours(1));

        await _tenant.FailAsync();

        Assert.Equal(since, _tenant.Cursor.Find("denied:oc_a"));
        Assert.Equal("230027", Archive.Connectors.Feishu.DeniedPlace.Parse("oc_a", "2026-03-02T09:00:00.0000000+00:00").Reason);
    }

    private static IEnumerable<string> Ids(IEnumerable<SourcePage> pages) => pages.SelectMany(p => p.Items).Select(i => i.NativeId);

    private static string Message(string id, DateTimeOffset at) => $$"""
        {"message_id":"{{id}}","chat_id":"oc_a","thread_id":"omt_a","msg_type":"text","create_time":"{{at.ToUnixTimeMilliseconds()}}","body":{"content":"{\"text\":\"x\"}"},
         "sender":{"id":"ou_u1","id_type":"open_id","sender_type":"user","tenant_key":"tk1"} }
        """;
}
