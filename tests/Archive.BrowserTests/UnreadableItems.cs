using System.Text;
using Archive.Core.Connectors;
using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Archive.Core.Retention;
using Archive.Core.Sanctioning;
using Archive.Storage;
using Archive.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.BrowserTests;

/// <summary>What a real platform sends now and then and the simulated ones do not: items that cannot be read, for the page that lists them.</summary>
internal static class UnreadableItems
{
    private static readonly (string Source, string Id, string Reason, string Raw)[] Items =
    [
        ("slack", "C01HARBOR:?5be9c0d3f21a77e4", "unreadable: The message has no valid ts.", "{\"type\":\"message\",\"user\":\"U1\",\"text\":\"<script>alert(1)</script> \u202Eesrever\",\"ts\":\"yesterday\"}"),
        ("slack", "C01HARBOR:1767603600.000200", "unreadable: The message is edited, but the time of the edit is missing or malformed.", "{\"type\":\"message\"}"),
        ("slack", "C02DESK:1767607200.000100", "redaction failed: A recognizer or operator failed: RegexMatchTimeoutException.", "{\"type\":\"message\"}"),
        ("feishu", "om_500b60cd640a4af514f6150fa3079727", "unreadable: The content of the message is not JSON.", "{\"message_id\":\"om_1\"}"),
        ("feishu", "om_7af02be6d7bd4e0ab3a1", "cannot be retried: The platform no longer shows who is in the chat, so the gate cannot decide. Let the bot into the chat again, or discard the item.", "{}"),
    ];

    public static async Task AddAsync(DataFolder folder)
    {
        using var archive = SqliteArchive.Open(folder, null);
        await using var services = new ServiceCollection().AddSqliteStorage(archive).BuildServiceProvider();
        var time = new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
        foreach (var ofSource in Enumerable.Range(0, 6).SelectMany(round => Items.Select(i => i with { Id = round == 0 ? i.Id : $"{i.Id}{round}" })).GroupBy(i => i.Source))
        {
            QuarantinedItem[] items = [.. ofSource.Select((i, n) => new QuarantinedItem(i.Id, "", time.AddMinutes(n), i.Reason, Encoding.UTF8.GetBytes(i.Raw)))];
            await services.GetRequiredService<IRecordStore>().AppendAsync(
                new PreparedPage(
                    ofSource.Key, ofSource.Key, Provenance.Captured, time, items.Length, new RetentionPolicy("demo@1", 1, RetentionAction.Keep), "default@1", [], items, [], new Dictionary<string, string?>()),
                CancellationToken.None);
        }
    }
}
