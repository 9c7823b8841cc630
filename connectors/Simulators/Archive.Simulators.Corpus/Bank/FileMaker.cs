using System.Globalization;
using System.Text;

namespace Archive.Simulators.Corpus.Bank;

/// <summary>Small attachments that can be opened: tables, notes and logs, or plain bytes for other endings.</summary>
internal static class FileMaker
{
    public static (string Name, string MimeType, byte[] Content) Make(SeededRandom random, string name, Language language)
    {
        var size = random.Between(1_024, 5_500);
        return name[(name.LastIndexOf('.') + 1)..] switch
        {
            "csv" => (name, "text/csv", Table(random, language, size)),
            "txt" or "log" => (name, "text/plain", Note(random, name, language, size)),
            "md" => (name, "text/markdown", Note(random, "# " + name[..^3], language, size)),
            _ => (name, "application/octet-stream", Bytes(random, size)),
        };
    }

    private static byte[] Table(SeededRandom random, Language language, int size)
    {
        var text = new StringBuilder(size + 128).Append(language.Words("csv-header")[0]).Append('\n');
        for (var row = 1; text.Length * (language.IsChinese ? 14 : 10) / 10 < size; row++)
        {
            var amount = (random.Between(10, 900_000) * 100) + random.Next(100);
            text.Append(CultureInfo.InvariantCulture, $"{row},{random.Pick(language.Words("client"))},{random.Pick(language.Words("product"))},");
            text.Append(CultureInfo.InvariantCulture, $"{amount / 100}.{amount % 100:D2},{random.Pick(language.Words("status"))}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static byte[] Note(SeededRandom random, string title, Language language, int size)
    {
        var text = new StringBuilder(size + 128).Append(title).Append("\n\n");
        while (text.Length * (language.IsChinese ? 28 : 10) / 10 < size)
        {
            text.Append(random.Pick(language.Words("note-line"))).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static byte[] Bytes(SeededRandom random, int size)
    {
        var content = new byte[size];
        for (var i = 0; i < size; i++)
        {
            content[i] = (byte)random.Next(256);
        }

        return content;
    }
}
