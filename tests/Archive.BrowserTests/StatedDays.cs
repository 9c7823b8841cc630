using Archive.Core.Completeness;
using Archive.Core.Evidence;
using Archive.Core.Messages;
using Archive.Storage;
using Archive.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.BrowserTests;

/// <summary>Statements as weeks of second reads leave them, with days of every state: a demo has read nothing twice when it starts.</summary>
internal static class StatedDays
{
    private const int Days = 24;

    public static async Task AddAsync(DataFolder folder)
    {
        using var archive = SqliteArchive.Open(folder, null);
        await using var services = new ServiceCollection().AddSqliteStorage(archive).BuildServiceProvider();
        var (records, log) = (services.GetRequiredService<IRecordStore>(), services.GetRequiredService<IEvidenceLog>());
        var signer = new NoteSigner("messaging-archive", archive.DeriveKey("note signing"));
        var counts = (await records.ReadIntakeAsync("slack", CancellationToken.None)).ToLookup(c => c.Day);
        var last = counts.Max(c => c.Key);
        foreach (var (day, n) in Enumerable.Range(1, Days).Select(n => (last.AddDays(n - Days - 1), n)))
        {
            var state = n switch { 2 => DayState.Unconfirmed, 9 or 20 => DayState.Red, _ => DayState.Closed };
            var tree = await records.ReadStatisticsAsync(CancellationToken.None);
            var came = ArrivalFigures.Of([.. counts[day]]);
            var turnedAway = came.Refused.Values.Sum() + came.Withheld.Values.Sum();
            var missing = state == DayState.Red ? n : 0;
            var read = new SecondReadFigures(came.Admitted + turnedAway + missing, came.Admitted, 0, 0, 0, came.Refused, came.Withheld, missing, n % 5 == 0 ? 2 : 0, n % 3);
            var statement = new DayStatement(
                "slack", day, state, DaySchedule.StartOf(day).AddDays(1).AddHours(4.5), came, state == DayState.Unconfirmed ? null : read, tree.TreeSize, tree.Root);
            statement = state == DayState.Closed ? statement with { Note = signer.Sign(StatementEncoding.ToText(statement)).ToString() } : statement;
            await log.AppendAsync(StatementEncoding.ToEntry(statement, "system:confirm"), CancellationToken.None);
        }
    }
}
