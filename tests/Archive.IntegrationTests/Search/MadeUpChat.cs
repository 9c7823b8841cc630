using System.Globalization;
using System.Text.Json;
using Archive.Connectors.JsonLines;
using Archive.Core.Retention;
using Archive.Core.Sanctioning;
using Archive.IntegrationTests.Pipeline;

namespace Archive.IntegrationTests.Search;

/// <summary>Invented chat of few words in two languages, so that queries made of the same words find something; the same for a seed.</summary>
internal static class MadeUpChat
{
    public const string Source = "chat";

    public static readonly string[] Words = ["wire", "transfer", "Invoice", "draft", "client", "price", "ok", "x1", "naïve", "Straße", "👍", "transfers"];
    public static readonly string[] Han = ["手机", "手機", "转账", "轉賬给客户", "银行账户", "客户", "今天下午", "头发", "發票", "好", "合同已签", "请勿外传"];
    public static readonly string[] People = ["ann", "bob", "chen", "dora", "erik", "fang"];
    public static readonly string[] Rooms = ["desk", "ops", "客服", "legal"];

    private static readonly string[] Separators = [" ", " ", ", ", "，", "。", "", "-"];
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>An archive that holds so many messages.</summary>
    public static async Task<TestArchive> PullAsync(int messages, int seed, RetentionPolicy? retention = null)
    {
        var archive = TestArchive.Create(People.Select(person => new RegisteredAccount(
            Source, person, person, person, null, DateTimeOffset.UnixEpoch, null, "notice@1", DateTimeOffset.UnixEpoch, AccountStanding.Sanctioned)));
        var path = Path.Combine(archive.Folder.Path, "chat.jsonl");
        await File.WriteAllLinesAsync(path, Lines(messages, seed), TestContext.Current.CancellationToken);
        await archive.Pipeline.RunAsync(new JsonLinesConnector(Source, path), retention ?? TestArchive.Keep, null, null, TestContext.Current.CancellationToken);
        return archive;
    }

    public static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ =>
        (random.Next(2) == 0 ? Pick(random, Words) : Pick(random, Han)) + Pick(random, Separators)));

    public static T Pick<T>(Random random, T[] values) => values[random.Next(values.Length)];

    private static IEnumerable<string> Lines(int messages, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < messages; i++)
        {
            yield return JsonSerializer.Serialize(new
            {
                id = $"m{i}",
                conversation = Pick(random, Rooms),
                sender = Pick(random, People),
                time = Start.AddHours(i * 3).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                text = Text(random),
            });
        }
    }
}
