using Xunit;

namespace Archive.Tests.Redaction;

/// <summary>Cases kept as text: what is said ⇶ what is stored. Lines with "#" are comments.</summary>
internal static class RedactionCases
{
    private const string Arrow = "  ⇶  ";

    public static TheoryData<string, string> Read(string name)
    {
        var data = new TheoryData<string, string>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Redaction", "Cases", name + ".txt")).Where(l => l.Length > 0 && l[0] != '#'))
        {
            var parts = line.Split(Arrow);
            Assert.Equal(2, parts.Length);
            data.Add(parts[0], parts[1]);
        }

        return data;
    }
}
