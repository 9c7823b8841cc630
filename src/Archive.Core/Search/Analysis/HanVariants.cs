using System.Reflection;
using System.Text;

namespace Archive.Core.Search.Analysis;

/// <summary>Traditional and simplified Chinese as one: 頭髮, 头髮 and 头发 become 头发. Character by character, so that no dictionary decides; several
/// traditional characters with one simplified form fall together, which finds more, never less.</summary>
internal static class HanVariants
{
    private const char First = '\u3400';
    private const char Last = '\u9FFF';

    private static readonly char[] Folded = Load();

    public static char Fold(char value) => value is >= First and <= Last ? Folded[value - First] : value;

    private static char[] Load()
    {
        var table = new char[Last - First + 1];
        for (var i = 0; i < table.Length; i++)
        {
            table[i] = (char)(First + i);
        }

        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Archive.Core.Search.Analysis.HanVariants.txt")
            ?? throw new InvalidOperationException("The table of Chinese variants is not embedded.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            for (var i = 0; line[0] != '#' && i + 1 < line.Length; i += 3)
            {
                table[line[i] - First] = line[i + 1];
            }
        }

        return table;
    }
}
