using Archive.Core.Connectors;
using Archive.Core.Consent;
using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Archive.Core.Sanctioning;
using Archive.Web.Auth;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.IntegrationTests.Web;

/// <summary>What a counterparty declined is shown in the conversation as that, and never as a gap.</summary>
public sealed class DeclinedTranscriptTests(WebFixture web) : IClassFixture<WebFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Says_who_declined_from_when_to_when_and_nothing_in_other_conversations()
    {
        var records = web.Services.GetRequiredService<IRecordStore>();
        var first = (await records.ReadAsync([1], Stop))[0];
        var other = (await records.ReadAfterAsync(1, 500, Stop)).First(r => r.Message.Conversation.Id != first.Message.Conversation.Id);
        var (at, room) = (first.Message.SentAt, first.Message.Conversation.Id);
        await records.AppendAsync(
            new PreparedPage("slack", "slack", Provenance.Captured, at, 0, WebFixture.Retention, "none@1", [], [], [], new Dictionary<string, string?>())
            {
                Consents =
                [
                    new(room, "wm<1>", ConsentStanding.Declined, at.AddMinutes(-5)), new(room, "wm<1>", ConsentStanding.Agreed, at.AddDays(3)),
                    new(room, "wm2", ConsentStanding.Declined, at.AddYears(1)),
                ],
            },
            Stop);
        using var carla = await web.OpenAsAsync(ArchiveRoles.ComplianceOfficer);
        await carla.SearchAsync("settlement", "Matter 12");

        var page = await carla.ReadAsync("/records/1");
        var elsewhere = await carla.ReadAsync($"/records/{other.Sequence}");
        carla.Headers["Accept-Language"] = "zh-CN";
        var chinese = await carla.ReadAsync("/records/1");

        Assert.Matches("Not captured: wm&lt;1&gt; declined from .* to .*[.]", page);
        Assert.Contains("Not captured: wm2 declined from", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Not captured:", elsewhere, StringComparison.Ordinal);
        Assert.Contains("不同意存档", chinese, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_so_too_where_the_firm_has_noted_it_in_the_register()
    {
        var first = (await web.Services.GetRequiredService<IRecordStore>().ReadAsync([2], Stop))[0].Message;
        var line = new RegisteredAccount("slack", first.Sender.Id, "p", "Somebody", null, first.SentAt.AddDays(9), first.SentAt.AddDays(10), null, null, AccountStanding.Declined);
        await web.Services.GetRequiredService<IRegisterLog>().ChangeAsync("carla", first.SentAt, "test", _ => [new AccountsChanged(RegisterOrigins.File, [line], [], null)], Stop);
        using var carla = await web.OpenAsAsync(ArchiveRoles.ComplianceOfficer);
        await carla.SearchAsync("settlement", "Matter 12");

        var page = System.Net.WebUtility.HtmlDecode(await carla.ReadAsync("/records/2"));

        Assert.Matches($"Not captured: {System.Text.RegularExpressions.Regex.Escape(first.Sender.Name)} declined from .* to .*[.]", page);
    }
}
