using System.Globalization;
using Archive.Simulators.Corpus;
using Xunit;
using BankCorpus = Archive.Simulators.Corpus.Corpus;

namespace Archive.Tests.Simulators.Corpora;

public sealed class BankCorpusGeneratorTests
{
    private static readonly BankCorpus Sample = BankCorpusGenerator.Generate(20_000, 7);

    [Fact]
    public void Gives_the_pinned_corpus_for_a_seed()
    {
        var corpus = BankCorpusGenerator.Generate(2_000, 1);

        Assert.Equal("27c59d37b5f944272c311ae43e2a5f89afad4bb7516185d7cf40920cc170ef13", CorpusFingerprint.Of(corpus));
    }

    [Theory]
    [InlineData("ar-SA")]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void Does_not_depend_on_the_culture(string culture)
    {
        var expected = CorpusFingerprint.Of(BankCorpusGenerator.Generate(600, 3));
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            var corpus = BankCorpusGenerator.Generate(600, 3);

            Assert.Equal(expected, CorpusFingerprint.Of(corpus));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Differs_between_seeds() =>
        Assert.NotEqual(CorpusFingerprint.Of(BankCorpusGenerator.Generate(50, 1)), CorpusFingerprint.Of(BankCorpusGenerator.Generate(50, 2)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(999)]
    [InlineData(5_001)]
    public void Holds_exactly_the_messages_asked_for(int count) =>
        Assert.Equal(count, BankCorpusGenerator.Generate(count, 5).Messages.Count);

    [Fact]
    public void Refuses_a_count_out_of_bounds()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => BankCorpusGenerator.Generate(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => BankCorpusGenerator.Generate(BankCorpusGenerator.MaxMessages + 1, 1));
    }

    [Fact]
    public void Keeps_everything_before_its_own_today_and_in_order()
    {
        Assert.All(Sample.Messages.Zip(Sample.Messages.Skip(1)), pair => Assert.True(pair.First.Time < pair.Second.Time, pair.Second.Id));
        Assert.All(Sample.Messages, m =>
        {
            Assert.True(m.Time <= Sample.Today, m.Id);
            Assert.True((m.RecalledAt ?? m.Time) <= Sample.Today, m.Id);
            Assert.All(m.Edits ?? [], e => Assert.True(e.Time <= Sample.Today, m.Id));
        });
    }

    [Fact]
    public void Puts_edits_after_the_original_and_recalls_after_the_edits()
    {
        Assert.Contains(Sample.Messages, m => m.Edits is { Count: 2 });
        Assert.All(Sample.Messages, m =>
        {
            DateTimeOffset[] steps = [m.Time, .. (m.Edits ?? []).Select(e => e.Time), .. m.RecalledAt is { } at ? [at] : Array.Empty<DateTimeOffset>()];
            Assert.All(steps.Zip(steps.Skip(1)), pair => Assert.True(pair.First < pair.Second, m.Id));
            Assert.All(m.Edits ?? [], e => Assert.NotEqual(m.Text, e.Text));
        });
    }

    [Fact]
    public void Puts_replies_after_their_parent_in_the_same_channel()
    {
        var byId = Sample.Messages.ToDictionary(m => m.Id);

        Assert.All(Sample.Messages.Where(m => m.ThreadOf is not null), m =>
        {
            var parent = byId[m.ThreadOf!]; // filtered just above
            Assert.True(parent.Time < m.Time, m.Id);
            Assert.Equal(parent.ConversationId, m.ConversationId);
            Assert.Null(parent.ThreadOf);
        });
    }

    [Fact]
    public void Refers_only_to_what_exists()
    {
        var people = Sample.People.ToDictionary(p => p.Id);
        var members = Sample.Conversations.ToDictionary(c => c.Id, c => c.MemberIds.ToHashSet());
        var files = Sample.Messages.SelectMany(m => m.Files ?? []).Select(f => f.Id).ToList();

        Assert.All(members.Values.SelectMany(m => m), id => Assert.True(people.ContainsKey(id), id));
        Assert.All(Sample.Messages, m =>
        {
            Assert.Contains(m.SenderId, members[m.ConversationId]);
            Assert.All((m.Reactions ?? []).SelectMany(r => r.PersonIds), id => Assert.Contains(id, members[m.ConversationId]));
        });
        Assert.Equal(files.Count, files.Distinct(StringComparer.Ordinal).Count());
        Assert.All(people.Keys.Concat(members.Keys).Concat(files), id => Assert.Matches("^[A-Za-z0-9-]+$", id));
    }

    [Fact]
    public void Lets_nobody_speak_before_joining_the_firm_or_after_leaving_it()
    {
        var people = Sample.People.ToDictionary(p => p.Id);
        var created = Sample.Conversations.ToDictionary(c => c.Id, c => c.Created);

        Assert.All(Sample.Messages, m =>
        {
            Assert.InRange(m.Time, people[m.SenderId].ValidFrom, people[m.SenderId].ValidTo ?? Sample.Today);
            Assert.True(m.Time > created[m.ConversationId], m.Id);
        });
    }

    [Fact]
    public void Leaves_no_slot_or_choice_unfilled() =>
        Assert.All(
            Sample.Messages.Where(m => m.Kind == CorpusMessageKind.Text),
            m => Assert.True(m.Text.Length > 0 && m.Text.AsSpan().IndexOfAny("{}[]|") < 0, m.Text));

    [Fact]
    public void Gives_files_a_few_kilobytes_of_content() =>
        Assert.All(Sample.Messages.SelectMany(m => m.Files ?? []), f => Assert.InRange(f.Content.Length, 1_000, 8_000));
}
