using System.Text;
using Archive.Core.Connectors;
using Archive.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Archive.Tests.Storage;

public abstract class StoredSourcesContract : StoreContract
{
    private IStoredSources Sources => Archive.Services.GetRequiredService<IStoredSources>();

    [Fact]
    public async Task Keeps_everything_over_a_restart()
    {
        Assert.True(await Sources.TryAddAsync(Make("desk", ("Token", "xoxp-1"), ("Retention:MinimumDays", "10")), Stop));
        Assert.True(await Sources.TryAddAsync(Make("chat", ("Token", "密")), Stop));
        Archive.Close();

        var found = await Sources.ReadAsync(Stop);

        Assert.Equal(["chat", "desk"], found.Select(s => s.Name));
        Assert.All(found, s => Assert.Equal(("slack", 1), (s.Platform, s.Revision)));
        Assert.Equal("密", found[0].Settings["Token"]);
        Assert.Equal(["10", "xoxp-1"], found[1].Settings.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => s.Value));
        Assert.DoesNotContain("xoxp", found[1].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gives_a_name_once()
    {
        var tries = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Sources.TryAddAsync(Make("desk", ("Token", $"{i}")), Stop)));

        Assert.Single(tries, done => done);
        Assert.Equal(Array.IndexOf(tries, true).ToString(System.Globalization.CultureInfo.InvariantCulture), (await Sources.ReadAsync(Stop)).Single().Settings["Token"]);
    }

    [Fact]
    public async Task Makes_one_of_two_changes_to_the_same_state()
    {
        await Sources.TryAddAsync(Make("desk", ("Token", "1")), Stop);
        var read = (await Sources.ReadAsync(Stop)).Single();

        Assert.True(await Sources.TryChangeAsync(Make("desk", ("Token", "2")) with { Revision = read.Revision }, Stop));
        Assert.False(await Sources.TryChangeAsync(Make("desk", ("Token", "3")) with { Revision = read.Revision }, Stop));
        Assert.False(await Sources.TryRemoveAsync("desk", read.Revision, Stop));
        Assert.Equal("2", (await Sources.ReadAsync(Stop)).Single().Settings["Token"]);
        Assert.True(await Sources.TryRemoveAsync("desk", read.Revision + 1, Stop));
        Assert.Empty(await Sources.ReadAsync(Stop));
    }

    [Fact]
    public async Task A_platform_never_changes()
    {
        await Sources.TryAddAsync(Make("desk", ("Token", "1")), Stop);

        Assert.False(await Sources.TryChangeAsync(new StoredSource("desk", "feishu", new Dictionary<string, string>()) { Revision = 1 }, Stop));
    }

    [Fact]
    public async Task Holds_no_setting_in_the_clear()
    {
        await Sources.TryAddAsync(Make("secretdesk", ("Token", "verysecrettoken")), Stop);
        await Sources.TryChangeAsync(Make("secretdesk", ("Token", "othersecrettoken")) with { Revision = 1 }, Stop);
        Archive.Close();

        var files = Archive.RawFiles().Select(bytes => Encoding.Latin1.GetString(bytes)).ToList();

        Assert.Contains(files, text => text.Contains("secretdesk", StringComparison.Ordinal)); // the files that are looked at are those it stands in
        Assert.All(files, text => Assert.DoesNotContain("secrettoken", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Gives_no_source_the_settings_of_another()
    {
        await Sources.TryAddAsync(Make("desk", ("Token", "1")), Stop);
        Assert.Equal(1, Archive.AttackOperations("update stored_source set name = 'elsewhere' where name = 'desk'"));

        var failure = await Assert.ThrowsAsync<StorageException>(() => Sources.ReadAsync(Stop));

        Assert.Equal(StorageFailure.Corrupt, failure.Kind);
    }

    private static StoredSource Make(string name, params (string Setting, string Value)[] settings) =>
        new(name, "slack", settings.ToDictionary(s => s.Setting, s => s.Value, StringComparer.Ordinal));
}
