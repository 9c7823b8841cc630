using System.Globalization;
using System.Web;

namespace Archive.Tests.Connectors.Feishu;

/// <summary>Seconds against milliseconds, and messages that show themselves late.</summary>
public sealed class FeishuWindowTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly List<(string Id, DateTimeOffset At)> _said = [];
    private readonly List<string?> _starts = [];
    private readonly ReadRun _run = new();

    [Fact]
    public async Task Asks_in_whole_seconds_from_the_mark_less_the_overlap_or_from_the_window()
    {
        _said.Add(("om_1", Now.AddDays(-90).AddMilliseconds(999)));
        await RunAsync(Now);
        await RunAsync(Now.AddHours(1));
        _said.Add(("om_2", Now.AddHours(1).AddMilliseconds(1)));
        await RunAsync(Now.AddHours(2));
        await RunAsync(Now.AddHours(3));
        await RunAsync(Now.AddDays(2));

        string[] expected =
        [
            "", // never read
            Seconds(Now.AddDays(-90).AddMinutes(-10)), // the mark is older than the window
            Seconds(Now.AddDays(-90).AddMinutes(-10)),
            Seconds(Now.AddHours(3).AddHours(-48)),
            Seconds(Now.AddDays(2).AddDays(-30)), // the first run of a day
        ];
        Assert.Equal(expected, _starts.Select(s => s ?? ""));
        Assert.Equal(["om_1", "om_2"], _run.Items.Select(i => i.NativeId));
    }

    [Fact]
    public async Task Captures_a_message_that_shows_itself_late()
    {
        _said.Add(("om_2", Now.AddMinutes(-1)));
        await RunAsync(Now);
        _said.Insert(0, ("om_1", Now.AddMinutes(-8)));
        await RunAsync(Now.AddMinutes(15));
        await RunAsync(Now.AddMinutes(30));

        Assert.Equal(["om_2", "om_1", "om_2"], _run.Items.Select(i => i.NativeId));
    }

    [Fact]
    public async Task A_message_of_a_wrong_clock_hides_no_later_ones()
    {
        _said.Add(("om_future", Now.AddYears(5)));
        await RunAsync(Now);
        _said.Insert(0, ("om_1", Now.AddMinutes(20)));
        await RunAsync(Now.AddHours(1));

        Assert.Contains(_run.Items, i => i.NativeId == "om_1");
    }

    private async Task RunAsync(DateTimeOffset now)
    {
        var tenant = new FakeTenant().On("im/v1/messages", address =>
        {
            var query = HttpUtility.ParseQueryString(address.Query);
            if (query["page_size"] != "1")
            {
                _starts.Add(query["start_time"]);
            }

            return FakeTenant.Page(string.Join(',', _said.Select(m =>
                $$"""{"message_id":"{{m.Id}}","msg_type":"text","create_time":"{{m.At.ToUnixTimeMilliseconds()}}","body":{"content":"{\"text\":\"hello\"}"} }""")));
        });
        using var source = new FeishuSource(network: tenant.Network, now: now);
        Assert.Null(await _run.GoAsync(source.Connector, TestContext.Current.CancellationToken));
    }

    private static string Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
