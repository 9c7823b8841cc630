using System.Text;
using System.Text.RegularExpressions;
using Archive.Connectors.Slack;
using Archive.IntegrationTests.Pipeline;
using Archive.Simulators.Corpus;
using Archive.Tests.Storage;

namespace Archive.IntegrationTests.Faults;

/// <summary>No personal value that somebody typed reaches a file of the archive. Values are found here by patterns of the test's own.</summary>
public sealed partial class PersonalValuesTests
{
    [Fact]
    public async Task No_typed_address_phone_id_or_card_is_in_a_file_or_in_a_stored_text()
    {
        var corpus = BankCorpusGenerator.Generate(2_000, 1);
        var values = Values(corpus);
        Assert.All(values.GroupBy(v => v.Kind), kind => Assert.True(kind.Count() >= 3, $"only {kind.Count()} of {kind.Key}"));
        Assert.Equal(4, values.Select(v => v.Kind).Distinct().Count());
        await using var pull = await SlackPull.StartAsync(corpus, SlackApiKind.Discovery, connector: o => o.PageSize = 1_000);

        await pull.FinishAsync();

        var stored = string.Join('\n', (await pull.ReadAsync()).Select(r => r.Text));
        Assert.Contains("⟦email:", stored, StringComparison.Ordinal);
        Assert.DoesNotContain(values, v => stored.Contains(v.Text, StringComparison.OrdinalIgnoreCase));
        string[] forms = [.. values.SelectMany(v => new[] { v.Text, v.Text.ToLowerInvariant(), Bare(v) }).Distinct()];
        Assert.Empty(DiskFiles.Find(pull.Archive.Folder, [.. forms.Select(Encoding.UTF8.GetBytes)]));
        foreach (var value in values.DistinctBy(v => v.Text))
        {
            Assert.True(await pull.Archive.CountHitsAsync($"\"{value.Text}\"") == 0, $"a {value.Kind} is found by searching");
        }
    }

    private static List<(string Kind, string Text)> Values(Corpus corpus)
    {
        var employees = corpus.People.Where(p => p.Kind == CorpusPersonKind.Employee && p.Notice is not null).Select(p => p.Id).ToHashSet();
        var texts = corpus.Messages.Where(m => employees.Contains(m.SenderId)).SelectMany(m => (m.Edits ?? []).Select(e => e.Text).Append(m.Text));
        return
        [
            .. from text in texts
               from found in Email().Matches(text).Select(m => ("email", m.Value))
                   .Concat(Mobile().Matches(text).Select(m => ("phone", m.Value)))
                   .Concat(ResidentId().Matches(text).Where(m => IsResidentId(m.Value)).Select(m => ("id", m.Value)))
                   .Concat(Card().Matches(text).Where(m => IsCard(m.Value)).Select(m => ("card", m.Value)))
               select found,
        ];
    }

    private static string Bare((string Kind, string Text) value) =>
        value.Kind == "email" ? value.Text : value.Text.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);

    private static bool IsResidentId(string id)
    {
        int[] weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        return char.ToUpperInvariant(id[17]) == "10X98765432"[weights.Select((w, i) => w * (id[i] - '0')).Sum() % 11];
    }

    private static bool IsCard(string card)
    {
        var digits = card.Where(char.IsAsciiDigit).Select(c => c - '0').Reverse().ToArray();
        return digits.Select((d, i) => i % 2 == 0 ? d : d > 4 ? (2 * d) - 9 : 2 * d).Sum() % 10 == 0;
    }

    [GeneratedRegex(@"[a-z0-9._]+@[a-z.]+\.(com|net|org|example)", RegexOptions.IgnoreCase, 30_000)]
    private static partial Regex Email();

    [GeneratedRegex(@"(?<![\d-])1[3-9]\d(?:\d{8}| \d{4} \d{4}|-\d{4}-\d{4})(?![\d-])", RegexOptions.None, 30_000)]
    private static partial Regex Mobile();

    [GeneratedRegex(@"(?<!\d)[1-5]\d{5}(19|20)\d{9}[\dX](?!\d)", RegexOptions.IgnoreCase, 30_000)]
    private static partial Regex ResidentId();

    [GeneratedRegex(@"(?<!\d)(?:620000|400000)\d{10}(?:\d{3})?(?!\d)|(?<!\d)(?:6200|4000) 00\d\d \d{4} \d{4}(?: \d{3})?(?! ?\d)", RegexOptions.None, 30_000)]
    private static partial Regex Card();
}
