using System.Globalization;
using Archive.Core.Search;
using Archive.Core.Search.Saved;
using Archive.Storage.Sealing;

namespace Archive.Storage.Searches;

/// <summary>Saved searches to rows and back. Thread-safe.</summary>
internal sealed class SavedSearchRows(TextCipher cipher)
{
    public object ToParameters(SavedSearch search) => new
    {
        search.Id,
        search.Account,
        Query = cipher.Seal(search.Query, Place("query", search.Id, search.Account)),
        Purpose = cipher.Seal(search.Purpose, Place("purpose", search.Id, search.Account)),
        SearchOrder = (int)search.Order,
        MadeAt = Text(search.MadeAt),
    };

    public byte[] SealName(string name, string id, string account) => cipher.Seal(name, Place("name", id, account));

    public SavedSearch ToSearch(Row row) => new(
        row.Id,
        row.Account,
        cipher.Open(row.Query, Place("query", row.Id, row.Account)),
        cipher.Open(row.Purpose, Place("purpose", row.Id, row.Account)),
        (SearchOrder)row.SearchOrder,
        Time(row.MadeAt))
    {
        Name = row.Name is null ? null : cipher.Open(row.Name, Place("name", row.Id, row.Account)),
        Schedule = (SearchSchedule)row.Schedule,
        ScheduledRunAt = row.ScheduledRunAt is null ? null : Time(row.ScheduledRunAt),
        Trouble = (SavedSearchTrouble)row.Trouble,
        LastRun = row.RunAt is null ? null : new SavedSearchRun(Time(row.RunAt), row.RunCursor, row.RunHits, row.RunSince, row.RunNew, row.RunLooked != 0),
        Marks = (int)row.Marks,
    };

    /// <summary>In UTC and of one length, so that the database can compare times as texts.</summary>
    public static string? Text(DateTimeOffset? time) => time?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static string Place(string column, string id, string account) => $"{column}/{id}/{account}";

    internal sealed class Row
    {
        public string Id { get; set; } = "";
        public string Account { get; set; } = "";
        public byte[] Query { get; set; } = [];
        public byte[] Purpose { get; set; } = [];
        public byte[]? Name { get; set; }
        public long SearchOrder { get; set; }
        public string MadeAt { get; set; } = "";
        public long Schedule { get; set; }
        public string? ScheduledRunAt { get; set; }
        public long Trouble { get; set; }
        public string? RunAt { get; set; }
        public long RunCursor { get; set; }
        public long RunHits { get; set; }
        public long? RunSince { get; set; }
        public long RunNew { get; set; }
        public long RunLooked { get; set; }
        public long Marks { get; set; }
    }
}
