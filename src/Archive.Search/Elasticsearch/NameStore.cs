using System.Globalization;
using System.Text.Json;
using Archive.Core.Messages;
using Archive.Core.Search;

namespace Archive.Search.Elasticsearch;

/// <summary>The register of names on the cluster: a document a name, stamped with the version of the register that brought it. A writer writes
/// names first and then moves the version in the state, so a reader that knows a version knows all names up to it. Reading is safe for
/// concurrent callers; the writing methods want one at a time.</summary>
internal sealed class NameStore(ElasticsearchClient client, BulkSender bulk, PagedReader pages, IndexNames names) : IDisposable
{
    private readonly SemaphoreSlim _loading = new(1, 1);
    private volatile ElasticsearchNames _known = new();
    private long _position;

    // Written, or about to be, under a version that is not yet in the state.
    private readonly List<NamedThing> _unpublished = [];

    /// <summary>The register as of a state, or later.</summary>
    public async Task<ElasticsearchNames> GetAsync(ElasticsearchState state, CancellationToken cancellationToken)
    {
        if (IsLoaded(_known, state))
        {
            return _known;
        }

        await _loading.WaitAsync(cancellationToken);
        try
        {
            var known = _known;
            if (!IsLoaded(known, state))
            {
                known = known.Version < state.NamesErased ? new ElasticsearchNames() : known;
                await LoadAsync(known, state.Names, cancellationToken);
                _known = known;
            }

            return known;
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>Writes the names that documents bring. <see cref="Published"/> follows when the state says so, or this again.</summary>
    /// <returns>The version of the register with them.</returns>
    public async Task<long> WriteAsync(ElasticsearchState state, IEnumerable<IndexDocument> documents, CancellationToken cancellationToken)
    {
        var known = await GetAsync(state, cancellationToken);
        var lists = new HashSet<IReadOnlyList<Participant>>(ReferenceEqualityComparer.Instance); // pages share one list for all messages of a conversation
        foreach (var document in documents)
        {
            AddIfNew(known, new NamedThing(NamedKind.Source, "", document.Source, document.Source));
            AddIfNew(known, new NamedThing(NamedKind.Conversation, document.Source, document.ConversationId, document.ConversationName));
            AddIfNew(known, new NamedThing(NamedKind.Person, document.Source, document.SenderId, document.SenderName));
            foreach (var member in lists.Add(document.Recipients) ? document.Recipients : [])
            {
                AddIfNew(known, new NamedThing(NamedKind.Person, document.Source, member.Id, member.Name));
            }
        }

        return _unpublished.Count == 0 ? state.Names : await WriteAsync(_unpublished, state.Names + 1, cancellationToken);
    }

    public void Published(ElasticsearchState state)
    {
        _unpublished.Clear();
        _known.Version = Math.Max(_known.Version, state.Names);
    }

    /// <summary>Takes names out of the register; whoever knows them forgets them when the state says that names were erased. One that was brought with a later version meanwhile stays.</summary>
    /// <param name="version">Of the register without them.</param>
    public async Task EraseAsync(IReadOnlyList<NamedThing> things, long version, CancellationToken cancellationToken)
    {
        using var body = new BulkBody();
        foreach (var thing in things)
        {
            body.Delete(names.Names, IdOf(thing), version, isEqualEnough: true);
            await SendIfFullAsync(body, cancellationToken);
        }

        await bulk.SendAsync(body, cancellationToken);
        await RefreshAsync(cancellationToken);
    }

    /// <summary>Never over a later version: a writer who is late, and loses, would take the names from a reader that has read up to the version before that.</summary>
    /// <returns>The version given.</returns>
    public async Task<long> WriteAsync(IReadOnlyList<NamedThing> things, long version, CancellationToken cancellationToken)
    {
        using var body = new BulkBody();
        foreach (var thing in things)
        {
            var position = _position++;
            body.Index(names.Names, IdOf(thing), version, writer => Write(writer, thing, version, position), isEqualEnough: true);
            await SendIfFullAsync(body, cancellationToken);
        }

        await bulk.SendAsync(body, cancellationToken);
        await RefreshAsync(cancellationToken);
        return version;
    }

    public void Dispose() => _loading.Dispose();

    private static bool IsLoaded(ElasticsearchNames known, ElasticsearchState state) => known.Version >= state.Names;

    private static string IdOf(NamedThing thing) => IndexNames.Digest($"{(int)thing.Kind}\0{thing.Source}\0{thing.Id}\0{thing.Name}");

    private void AddIfNew(ElasticsearchNames known, NamedThing thing)
    {
        if (known.Add(thing))
        {
            _unpublished.Add(thing);
        }
    }

    private async Task LoadAsync(ElasticsearchNames known, long version, CancellationToken cancellationToken)
    {
        var after = known.Version;
        var query = ElasticsearchClient.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("range"u8);
            writer.WriteStartObject("version"u8);
            writer.WriteNumber("gt"u8, after);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
        var request = new PageRequest([names.Names], query, ["version", "position"], IsDescending: false, WithSource: true);
        await foreach (var page in pages.ReadAsync(request, cancellationToken))
        {
            foreach (var hit in page)
            {
                known.Add(Read(hit.GetProperty("_source")));
                _position = Math.Max(_position, hit.GetProperty("_source").GetProperty("position").GetInt64() + 1);
            }
        }

        known.Version = version;
    }

    private async Task SendIfFullAsync(BulkBody body, CancellationToken cancellationToken)
    {
        if (DocumentWriter.IsFull(body, bulk.Limit))
        {
            await bulk.SendAsync(body, cancellationToken);
        }
    }

    private Task RefreshAsync(CancellationToken cancellationToken) =>
        client.SendAsync(HttpMethod.Post, $"/{names.Names}/_refresh", null, cancellationToken);

    // Properties of the documents are strings, never null: the mapping is strict and only we write them.
    private static NamedThing Read(JsonElement source) => new(
        (NamedKind)int.Parse(source.GetProperty("kind").GetString()!, CultureInfo.InvariantCulture),
        source.GetProperty("source").GetString()!,
        source.GetProperty("id").GetString()!,
        source.GetProperty("name").GetString()!);

    private static void Write(Utf8JsonWriter writer, NamedThing thing, long version, long position)
    {
        writer.WriteStartObject();
        writer.WriteString("kind"u8, ((int)thing.Kind).ToString(CultureInfo.InvariantCulture));
        writer.WriteString("source"u8, thing.Source);
        writer.WriteString("id"u8, thing.Id);
        writer.WriteString("name"u8, thing.Name);
        writer.WriteNumber("version"u8, version);
        writer.WriteNumber("position"u8, position);
        writer.WriteEndObject();
    }
}
