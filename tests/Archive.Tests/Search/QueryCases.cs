using Xunit;

namespace Archive.Tests.Search;

/// <summary>Lines "query ⇶ expected" of the files in Cases, after a line that says what is expected.</summary>
public static class QueryCases
{
    public static TheoryData<string, string> Read(string file)
    {
        var cases = new TheoryData<string, string>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Search", "Cases", file)).Skip(1))
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
