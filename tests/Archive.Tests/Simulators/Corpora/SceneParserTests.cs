using Archive.Simulators.Corpus.Bank;
using Xunit;

namespace Archive.Tests.Simulators.Corpora;

public sealed class SceneParserTests
{
    [Fact]
    public void Reads_roles_marks_variants_and_attachments()
    {
        var scene = Assert.Single(SceneParser.Parse("x.txt", "# note\n== order | fx any | alert\nA: one || two @@ {today}.csv\nB?>: three\nX!: four: five\nbot: six\n"));

        Assert.Equal(("order", SceneKind.Alert), (scene.Name, scene.Kind));
        Assert.Equal(["fx", "any"], scene.Desks);
        Assert.Equal(["one", "two"], scene.Lines[0].Variants);
        Assert.Equal("{today}.csv", scene.Lines[0].FileName);
        Assert.True(scene.Lines[1] is { Role: "B", Optional: true, Reply: true, Flagged: false });
        Assert.True(scene.Lines[2] is { Role: "X", Flagged: true, Optional: false });
        Assert.Equal("four: five", scene.Lines[2].Variants[0]);
        Assert.True(scene.NeedsBot);
        Assert.Equal(["A", "B"], scene.StaffRoles);
        Assert.Equal(["X"], scene.ClientRoles);
    }

    [Theory]
    [InlineData("A: too early", "x.txt, line 1: a line before the first scene.")]
    [InlineData("== s | fx\nZ: who", "x.txt, line 2: unknown role \"Z\".")]
    [InlineData("== s | fx\nno colon", "x.txt, line 2: a line is \"role: text\".")]
    [InlineData("== s", "x.txt, line 1: a scene header is \"== name | desks\" or \"== name | desks | kind\".")]
    [InlineData("== s | fx | loud", "x.txt, line 1: unknown kind \"loud\".")]
    [InlineData("== s | fx\nA: one ||", "x.txt, line 2: an empty variant.")]
    public void Names_the_line_of_a_fault(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => SceneParser.Parse("x.txt", text)).Message);

    [Fact]
    public void Finds_forty_scenes_in_each_language_with_distinct_names()
    {
        foreach (var language in (Language[])[Language.English, Language.Chinese])
        {
            Assert.True(language.Scenes.Count >= 40);
            Assert.Equal(language.Scenes.Count, language.Scenes.Select(s => s.Name).Distinct(StringComparer.Ordinal).Count());
        }
    }

    [Fact]
    public void Fills_every_variant_of_every_scene()
    {
        var speakers = ((string[])["A", "B", "C", "D", "X", "Y", "firm"]).ToDictionary(role => role, role => role, StringComparer.Ordinal);
        var noon = new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero);
        foreach (var language in (Language[])[Language.English, Language.Chinese])
        {
            foreach (var line in language.Scenes.SelectMany(s => s.Lines))
            {
                foreach (var text in line.Variants.Append(line.FileName ?? ""))
                {
                    // Several draws, because a slot may stand inside a choice.
                    for (var seed = 0UL; seed < 12; seed++)
                    {
                        var filled = new SlotFiller(new SeededRandom(seed), language, noon, speakers).Fill(text);

                        Assert.True(filled.AsSpan().IndexOfAny("{}[]|") < 0, filled);
                    }
                }
            }
        }
    }
}
