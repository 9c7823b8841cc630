using Archive.Core.Connectors;
using Archive.Core.Sanctioning;

namespace Archive.Tests.Connectors.Feishu;

/// <summary>Whom the platform lists: the people of the directory, when they are told, and since when whoever is new counts.</summary>
public sealed class FeishuListingTests : IDisposable
{
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    private readonly ChangingTenant _tenant = new();

    public FeishuListingTests() => _tenant.Say("om_1", "ou_u1", ChangingTenant.Start.AddDays(-1));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _tenant.Dispose();

    [Fact]
    public async Task Everybody_of_the_tenant_is_listed_with_the_directory_and_whoever_left_is_not()
    {
        _tenant.People.AddRange([
            ChangingTenant.Person("ou_frozen", "\"is_frozen\":true"), ChangingTenant.Person("ou_resigned", "\"is_resigned\":true"), ChangingTenant.Person("ou_exited", "\"is_exited\":true"),
        ]);

        var first = (await _tenant.ReadAsync())[0];

        Assert.Equal(["ou_frozen", "ou_u1"], first.Listed!.Accounts.Order());
        Assert.Equal(["ou_u1"], first.Directory!.People.Select(p => p.Account));
        Assert.Empty(first.Items);
    }

    [Fact]
    public async Task It_is_told_twice_a_day_and_a_second_read_tells_nothing()
    {
        var told = new List<int>();
        for (var hour = 0; hour <= 26; hour++)
        {
            told.Add(Listings(await _tenant.ReadAsync()).Count);
            await _tenant.PassAsync(TimeSpan.FromHours(1));
        }

        Assert.Equal([0, 12, 24], told.Index().Where(t => t.Item > 0).Select(t => t.Index));
        var again = await ((IConfirmingConnector)_tenant.Source.Connector).ReadAgainAsync(new SecondRead(DateTimeOffset.UnixEpoch), Stop).ToListAsync(Stop);
        Assert.NotEmpty(again);
        Assert.All(again, page => Assert.Null(page.Listed));
        Assert.All(again, page => Assert.Null(page.Directory));
    }

    [Fact]
    public async Task Whoever_is_new_counts_since_the_last_run_that_read_everything_or_since_the_list_before_while_there_was_none()
    {
        var first = Assert.Single(Listings(await _tenant.ReadAsync())).Since;
        await _tenant.PassAsync(TimeSpan.FromHours(11));
        var began = _tenant.Now;
        await _tenant.ReadAsync();
        await _tenant.PassAsync(TimeSpan.FromHours(1));

        var second = Assert.Single(Listings(await _tenant.ReadAsync())).Since;

        Assert.Null(first);
        Assert.InRange(second!.Value, began - Overlap, began - Overlap + TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_run_that_stops_half_way_is_not_complete_and_one_that_goes_on_from_there_counts_from_its_beginning()
    {
        _tenant.Say("om_2", "ou_u1", ChangingTenant.Start.AddDays(-1), "oc_b");
        await _tenant.ReadAsync(pages: 2);
        Assert.NotNull(_tenant.Cursor.Find("position"));
        Assert.Null(_tenant.Cursor.Find("complete"));
        await _tenant.PassAsync(TimeSpan.FromHours(3));

        await _tenant.ReadAsync();
        var resumed = Complete();
        var began = _tenant.Now;
        await _tenant.ReadAsync(hint: ["oc_a"]);

        Assert.InRange(resumed, ChangingTenant.Start - Overlap, ChangingTenant.Start - Overlap + TimeSpan.FromMinutes(1));
        Assert.InRange(Complete(), began - Overlap, began - Overlap + TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_listing_that_was_lost_on_its_way_is_told_again()
    {
        var lost = await _tenant.ReadAsync(pages: 1);
        var told = await _tenant.ReadAsync();

        Assert.Single(Listings(lost));
        Assert.Single(Listings(told));
        Assert.Empty(Listings(await _tenant.ReadAsync()));
        Assert.Equal(2, _tenant.Readings);
    }

    [Fact]
    public async Task A_run_that_follows_a_hint_tells_it_too() => Assert.Single(Listings(await _tenant.ReadAsync(hint: [])));

    [Theory]
    [InlineData("tk1", null)]
    [InlineData("", """{"open_id":"ou_new","name":"New"}""")]
    public async Task Whoever_joined_since_is_listed_before_their_first_message(string tenantKey, string? lookedUp)
    {
        _tenant.Answers.On("contact/v3/users/batch", FakeTenant.Page(lookedUp ?? ""));
        await _tenant.ReadAsync();
        await _tenant.PassAsync(TimeSpan.FromHours(2));
        _tenant.People.Add(ChangingTenant.Person("ou_new"));
        _tenant.Say("om_2", "ou_new", _tenant.Now, tenant: tenantKey);

        var pages = await _tenant.ReadAsync();

        var listed = pages.FindIndex(p => p.Listed?.Accounts.Contains("ou_new") == true);
        var said = pages.FindIndex(p => p.Items.Any(i => i.NativeId == "om_2"));
        Assert.InRange(listed, 0, said - 1);
        Assert.Single(Listings(pages));
        Assert.InRange(pages[listed].Listed!.Since!.Value, ChangingTenant.Start - Overlap, ChangingTenant.Start);
        Assert.Empty(Listings(await _tenant.ReadAsync()));
    }

    [Fact]
    public async Task The_directory_is_read_again_once_a_run_and_for_somebody_who_is_not_there_once_an_hour()
    {
        await _tenant.ReadAsync();
        await SayAsync("om_2", "ou_new", "oc_a");
        _tenant.Say("om_3", "ou_hidden", _tenant.Now, "oc_b");
        _tenant.People.Add(ChangingTenant.Person("ou_new"));
        var readings = new List<int> { await CountAsync() };
        await SayAsync("om_4", "ou_hidden", "oc_b");
        readings.Add(await CountAsync());
        await SayAsync("om_5", "ou_hidden", "oc_b");
        readings.Add(await CountAsync());
        await _tenant.PassAsync(TimeSpan.FromHours(1));
        await SayAsync("om_6", "ou_hidden", "oc_b");
        readings.Add(await CountAsync());

        Assert.Equal([1, 1, 0, 1], readings);

        async Task SayAsync(string id, string sender, string chat)
        {
            await _tenant.PassAsync(TimeSpan.FromMinutes(15));
            _tenant.Say(id, sender, _tenant.Now, chat);
        }

        async Task<int> CountAsync()
        {
            var before = _tenant.Readings;
            await _tenant.ReadAsync();
            return _tenant.Readings - before;
        }
    }

    [Theory]
    [InlineData("ou_left", "tk1", -24)]
    [InlineData("ou_stranger", "tk9", 0)]
    public async Task Whoever_wrote_before_and_has_left_and_strangers_cost_no_reading(string sender, string tenantKey, int hours)
    {
        await _tenant.ReadAsync();
        await _tenant.PassAsync(TimeSpan.FromMinutes(30));
        _tenant.Say("om_2", sender, _tenant.Now.AddHours(hours), "oc_new", tenantKey);

        Assert.Contains(await _tenant.ReadAsync(), p => p.Items.Any(i => i.NativeId == "om_2"));

        Assert.Equal(1, _tenant.Readings);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_the_app_may_not_read_it_nobody_is_listed_and_no_run_counts_as_complete(bool isClosed)
    {
        // Closed, or open with nobody in it: for a list of nobody everybody would be refused.
        var people = _tenant.People.ToList();
        _tenant.IsClosed = isClosed;
        _tenant.People.Clear();
        Assert.DoesNotContain(await _tenant.ReadAsync(), p => p.Listed is not null || p.Directory is not null);
        _tenant.Say("om_2", "ou_new", _tenant.Now);
        await _tenant.ReadAsync();
        Assert.Equal((1, null), (_tenant.Readings, _tenant.Cursor.Find("complete")));

        _tenant.IsClosed = false;
        _tenant.People.AddRange(people);
        await _tenant.PassAsync(TimeSpan.FromHours(1));

        Assert.Single(Listings(await _tenant.ReadAsync()));
        Assert.NotNull(_tenant.Cursor.Find("complete"));
    }

    [Fact]
    public async Task A_directory_that_breaks_off_ends_the_run_before_the_newcomer_s_message()
    {
        await _tenant.ReadAsync();
        await _tenant.PassAsync(TimeSpan.FromMinutes(30));
        _tenant.Say("om_2", "ou_new", _tenant.Now);
        _tenant.Answers.On("contact/v3/users/find_by_department", """{"code":0,"data":{"has_more":true,"items":[]} }""");

        Assert.Equal(ConnectorFailure.Transient, (await _tenant.FailAsync()).Kind);
        _tenant.Answers.On("contact/v3/users/find_by_department", FakeTenant.Page(ChangingTenant.Person("ou_new")));
        var pages = await _tenant.ReadAsync();

        Assert.Equal(["ou_new"], Assert.Single(Listings(pages)).Accounts);
        Assert.Contains(pages, p => p.Items.Any(i => i.NativeId == "om_2"));
    }

    private static List<PlatformListing> Listings(IEnumerable<SourcePage> pages) => [.. pages.Select(p => p.Listed).OfType<PlatformListing>()];

    private DateTimeOffset Complete() => DateTimeOffset.Parse(_tenant.Cursor.Find("complete")!, System.Globalization.CultureInfo.InvariantCulture); // the run wrote it
}
