using Archive.Web.Auth;
using Archive.Web.Hosting;
using Archive.Web.Messages;
using Archive.Web.Words;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Xunit;

namespace Archive.IntegrationTests.Web;

public sealed class TimeZoneTests(WebFixture fixture) : IClassFixture<WebFixture>
{
    private static readonly DateTimeOffset Evening = new(2026, 3, 5, 23, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("UTC", "2026-03-05 23:30", "23:30", "2026-03-05T23:30:00Z")]
    [InlineData("Asia/Shanghai", "2026-03-06 07:30", "07:30", "2026-03-06T07:30:00+08:00")]
    [InlineData("Europe/London", "2026-03-05 23:30", "23:30", "2026-03-05T23:30:00+00:00")]
    public void Shows_times_in_the_zone_with_the_offset(string id, string time, string clock, string exact)
    {
        var words = Words(id);

        Assert.Equal((id, time, clock, exact), (words.Zone, words.Time(Evening), words.Clock(Evening), words.Exact(Evening)));
    }

    [Fact]
    public void Knows_summer_from_winter() => Assert.Equal("2026-07-05T19:30:00-04:00", Words("America/New_York").Exact(Evening.AddMonths(4)));

    [Fact]
    public async Task Parts_the_days_of_a_conversation_at_midnight_of_the_zone()
    {
        using var scope = fixture.Services.CreateScope();
        var records = await scope.ServiceProvider.GetRequiredService<Core.Messages.IRecordStore>().ReadAsync([1], TestContext.Current.CancellationToken);
        var late = records.Select(r => r with { Message = r.Message with { SentAt = Evening } }).ToList();

        Assert.Equal(new DateOnly(2026, 3, 5), Assert.Single(ConversationThread.Build(late, 1, TimeZoneInfo.Utc).Days).Day);
        Assert.Equal(new DateOnly(2026, 3, 6), Assert.Single(ConversationThread.Build(late, 1, Zone("Asia/Shanghai")).Days).Day);
    }

    [Theory]
    [InlineData("en", "Times in UTC")]
    [InlineData("zh-CN", "时区：UTC")]
    public async Task Every_page_names_the_zone(string language, string sentence)
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.Operator);
        browser.Headers["Accept-Language"] = language;

        Assert.All([await browser.ReadAsync("/jobs"), await browser.ReadAsync("/users")], html => Assert.Contains(sentence, html));
    }

    private static TimeZoneInfo Zone(string id) => new PagesSettings { TimeZone = id }.FindZone();

    private PageWords Words(string id) => new(fixture.Services.GetRequiredService<IStringLocalizer<PageWords>>(), TimeProvider.System, Zone(id));
}
