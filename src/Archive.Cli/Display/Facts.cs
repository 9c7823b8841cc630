using System.Globalization;
using Spectre.Console;

namespace Archive.Cli.Display;

/// <summary>A short table of named numbers.</summary>
internal static class Facts
{
    public static void Write(IAnsiConsole console, string title, params IReadOnlyList<(string Name, long Value, string Meaning)> rows)
    {
        var table = NewTable(title, "", "Count", "");
        table.Columns[1].RightAligned();
        foreach (var (name, value, meaning) in rows)
        {
            table.AddRow(new Text(name), new Text(value.ToString("N0", CultureInfo.InvariantCulture)), new Text(meaning));
        }

        console.Write(table);
    }

    /// <summary>A table whose cells are data: nothing in them is taken for mark-up, and Chinese counts two columns a character.</summary>
    public static Table NewTable(string title, params IReadOnlyList<string> columns)
    {
        var table = new Table { Title = new TableTitle(Markup.Escape(title)), Border = TableBorder.Rounded, ShowHeaders = columns.Any(c => c.Length > 0) };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column)));
        }

        return table;
    }

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
