using Xunit;

namespace Archive.Tests.Search;

/// <summary>Lines "query ⇶ expected" of the files in Cases.</summary>
public static class QueryCases
{
    public static TheoryData<string, string> Read(string file)
    {
        var cases = new TheoryData<string, string>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Search", "Cases", file)))
        {
            if (line.Split(" ⇶ ") is [var query, var expected])
            {
                cases.Add(query, expected);
            }
        }

        Assert.NotEmpty(cases);
        return cases;
    }
}
