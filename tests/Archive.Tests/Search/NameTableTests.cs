using Archive.Core.Search.Analysis;
using Archive.Search.Elasticsearch;

namespace Archive.Tests.Search;

public sealed class NameTableTests
{
    private readonly NameTable _names = new();

    [Fact]
    public void Finds_part_of_any_name_something_had_and_its_whole_id()
    {
        Assert.True(_names.Add("a", "slack", "U1", "Alice Zhang"));
        Assert.True(_names.Add("b", "slack", "U12", "Bob"));
        Assert.True(_names.Add("a", "slack", "U1", "Alice Wang"));
        Assert.False(_names.Add("a", "slack", "U1", "Alice Zhang"));
        Assert.False(_names.Add("b", "slack", "U12", ""));

        Assert.Equal(["a"], Find("zhang"));
        Assert.Equal(["a"], Find("WANG"));
        Assert.Equal(["a"], Find("u1"));
        Assert.Empty(Find("U"));
        Assert.Equal("Alice Wang", _names.Find("a")!.History.Label);
    }

    [Fact]
    public void Does_not_read_from_one_name_into_the_next()
    {
        _names.Add("a", "s", "1", "王伟");
        _names.Add("b", "s", "2", "李娜");

        Assert.Empty(Find("伟李"));
        Assert.Equal(["b"], Find("李"));
        Assert.Equal("", TextFolding.Fold("\u200B")); // what lies between names is in no name and in nothing looked for
        Assert.Equal(["a", "b"], Find("\u200B"));
    }

    [Fact]
    public void Nothing_to_look_for_finds_all_that_has_a_name()
    {
        _names.Add("a", "s", "1", "Ann");
        _names.Add("b", "s", "2", "");

        Assert.Equal(["a"], Find(""));
    }

    [Fact]
    public void Finds_what_a_look_at_each_name_finds()
    {
        var random = new Random(7);
        var all = Enumerable.Range(0, 3_000).Select(i => (Key: $"k{i}", Name: Name(random))).ToArray();
        foreach (var (key, name) in all)
        {
            _names.Add(key, "s", key, name);
        }

        for (var i = 0; i < 500; i++)
        {
            var part = Name(random)[..random.Next(1, 3)];
            Assert.Equal(all.Where(thing => thing.Name.Contains(part, StringComparison.Ordinal)).Select(thing => thing.Key).Order(StringComparer.Ordinal), Find(part));
        }
    }

    [Fact]
    public async Task Can_be_read_while_names_are_added()
    {
        const int Count = 20_000;
        var adding = Task.Run(
            () =>
            {
                for (var i = 0; i < Count; i++)
                {
                    _names.Add($"k{i}", "s", $"k{i}", $"person {i} end");
                }
            },
            TestContext.Current.CancellationToken);
        var seen = 0;
        while (!adding.IsCompleted)
        {
            var found = _names.FindKeys("person").Count;
            Assert.InRange(found, seen, Count);
            seen = found;
        }

        await adding;
        Assert.Equal(Count, _names.FindKeys("person").Count);
    }

    private static string Name(Random random) => new([.. Enumerable.Range(0, random.Next(3, 9)).Select(_ => (char)('a' + random.Next(5)))]);

    private IEnumerable<string> Find(string value) => _names.FindKeys(TextFolding.Fold(value)).Order(StringComparer.Ordinal);
}
