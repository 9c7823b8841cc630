using System.Text.Json;
using Archive.Core.Connectors;
using Archive.Storage.Sealing;
using Archive.Storage.Sql;
using Dapper;

namespace Archive.Storage.Operations;

/// <inheritdoc cref="IStoredSources"/>
internal sealed class StoredSources(RecordArchive archive) : IStoredSources
{
    private readonly IStoreConnections _connections = archive.Engine.Operations;
    private readonly TextCipher _cipher = new(archive.DeriveKey("source settings"), "The settings of a source");

    public async Task<IReadOnlyList<StoredSource>> ReadAsync(CancellationToken cancellationToken)
    {
        var rows = await _connections.UseAsync(
            c => c.QueryAsync<Row>(new CommandDefinition(_connections.Sql("stored_source_list"), cancellationToken: cancellationToken)), CancellationToken.None);
        return [.. rows.Select(Open)];
    }

    public Task<bool> TryAddAsync(StoredSource source, CancellationToken cancellationToken) =>
        ChangeAsync("stored_source_insert", new { source.Name, source.Platform, Settings = Seal(source) }, cancellationToken);

    public Task<bool> TryChangeAsync(StoredSource source, CancellationToken cancellationToken) =>
        ChangeAsync("stored_source_update", new { source.Name, source.Platform, Settings = Seal(source), source.Revision }, cancellationToken);

    public Task<bool> TryRemoveAsync(string name, long revision, CancellationToken cancellationToken) =>
        ChangeAsync("stored_source_delete", new { Name = name, Revision = revision }, cancellationToken);

    private async Task<bool> ChangeAsync(string statement, object parameters, CancellationToken cancellationToken) =>
        await _connections.UseAsync(
            c => c.ExecuteAsync(new CommandDefinition(_connections.Sql(statement), parameters, cancellationToken: cancellationToken)), CancellationToken.None) > 0;

    private byte[] Seal(StoredSource source) => _cipher.Seal(JsonSerializer.Serialize(source.Settings), Place(source.Name, source.Platform));

    private StoredSource Open(Row row)
    {
        var settings = JsonSerializer.Deserialize<Dictionary<string, string>>(_cipher.Open(row.Settings, Place(row.Name, row.Platform)));
        return new StoredSource(row.Name, row.Platform, settings ?? []) { Revision = row.Revision };
    }

    /// <summary>Bound to the settings, so that no row can be given those of another source: their secrets would go to another platform.</summary>
    private static string Place(string name, string platform) => $"{platform}/{name}";

    private sealed class Row
    {
        public string Name { get; set; } = "";
        public string Platform { get; set; } = "";
        public byte[] Settings { get; set; } = [];
        public long Revision { get; set; }
    }
}
