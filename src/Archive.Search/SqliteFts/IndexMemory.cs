using System.Runtime.InteropServices;
using Archive.Core.Messages;
using Archive.Core.Search;
using Archive.Core.Search.Analysis;

namespace Archive.Search.SqliteFts;

/// <summary>The writer's side of columns and names. Thrown away and loaded again whenever a transaction fails.</summary>
internal sealed class IndexMemory
{
    private readonly OrdinalTable<(ushort Source, string Id), NameEntry>[] _names = [NewNames(), NewNames(), NewNames()];
    private readonly HashSet<long> _owned = [];
    private ColumnChunk[] _chunks = [new()];
    private long _totalLength;

    public long Version { get; set; }

    public long Cursor { get; set; }

    public long Count { get; private set; }

    public long Generation { get; set; }

    /// <summary>Blocks that differ from their stored form.</summary>
    public HashSet<long> ChangedBlocks { get; } = [];

    public OrdinalTable<int[], int[]> Audiences { get; } = new(members => members, new AudienceComparer());

    public OrdinalTable<DocumentTraits, DocumentTraits> Traits { get; } = new(traits => traits);

    public OrdinalTable<(ushort Source, string Id), NameEntry> Names(NameKind kind) => _names[(int)kind - 1];

    public IndexSnapshot ToSnapshot() => new(Version, Cursor, Count, Generation, _totalLength, _chunks,
        Names(NameKind.Source).Entries, Names(NameKind.Conversation).Entries, Names(NameKind.Sender).Entries,
        Audiences.Entries, Traits.Entries);

    /// <summary>Forgets which chunks were copied: from here on readers may hold them.</summary>
    public void BeginTransaction()
    {
        _owned.Clear();
        ChangedBlocks.Clear();
    }

    public ColumnChunk ChunkOf(long sequence)
    {
        var number = (int)(sequence >> ColumnChunk.Shift);
        if (number >= _chunks.Length)
        {
            var known = _chunks.Length;
            Array.Resize(ref _chunks, number + 1); // a new array: snapshots keep theirs
            for (var i = known; i < _chunks.Length; i++)
            {
                _chunks[i] = new ColumnChunk();
            }
        }

        return _chunks[number];
    }

    public bool Holds(long sequence) => sequence <= Cursor && ChunkOf(sequence).Sources[sequence & ColumnChunk.Mask] != 0;

    public byte LengthOf(long sequence) => ChunkOf(sequence).Lengths[sequence & ColumnChunk.Mask];

    public void Put(long sequence, ushort source, uint time, int conversation, int sender, int audience, int traits, byte length)
    {
        var chunk = sequence <= Cursor ? OwnChunkOf(sequence) : ChunkOf(sequence);
        var row = sequence & ColumnChunk.Mask;
        chunk.Times[row] = time;
        chunk.Conversations[row] = conversation;
        chunk.Senders[row] = sender;
        chunk.Audiences[row] = audience;
        chunk.Traits[row] = traits;
        chunk.Lengths[row] = length;
        chunk.Sources[row] = source;
        ChangedBlocks.Add(sequence >> ColumnBlock.Shift);
        Count++;
        _totalLength += DocumentLength.Decode(length);
    }

    public void Take(long sequence)
    {
        var chunk = OwnChunkOf(sequence);
        chunk.Sources[sequence & ColumnChunk.Mask] = 0;
        ChangedBlocks.Add(sequence >> ColumnBlock.Shift);
        Count--;
        _totalLength -= DocumentLength.Decode(LengthOf(sequence));
    }

    /// <summary>Numbers of conversations that no document has.</summary>
    public IReadOnlyList<int> FindUnusedConversations()
    {
        var table = Names(NameKind.Conversation);
        return table.FindUnused(MarkUsed(chunk => chunk.Conversations, table.Entries.Length));
    }

    public IReadOnlyList<int> FindUnusedAudiences() => Audiences.FindUnused(MarkUsed(chunk => chunk.Audiences, Audiences.Entries.Length));

    /// <summary>Numbers of senders of which there is no document and who are in no audience.</summary>
    public IReadOnlyList<int> FindUnusedSenders()
    {
        var table = Names(NameKind.Sender);
        var used = MarkUsed(chunk => chunk.Senders, table.Entries.Length);
        foreach (var member in Audiences.Entries.OfType<int[]>().SelectMany(members => members))
        {
            used[member] = true;
        }

        return table.FindUnused(used);
    }

    public static IndexMemory Load(SqliteDatabase database)
    {
        var memory = new IndexMemory();
        using (var state = database.Prepare("select version, cursor, generation, analyzer from state"))
        {
            if (!state.Step())
            {
                throw new IndexUnavailableException($"The search index {database.Path} is incomplete. Rebuild it.");
            }

            (memory.Version, memory.Cursor, memory.Generation) = (state.Int64(0), state.Int64(1), state.Int64(2));
            if (!string.Equals(state.Text(3), TextAnalyzer.Name, StringComparison.Ordinal))
            {
                throw new IndexUnavailableException(
                    $"The search index {database.Path} was made by the analyzer {state.Text(3)}, this program has {TextAnalyzer.Name}. Rebuild it.");
            }
        }

        memory.LoadNames(database);
        memory.LoadAudiences(database);
        memory.LoadTraits(database);
        memory.LoadColumns(database);
        return memory;
    }

    private void LoadNames(SqliteDatabase database)
    {
        using var names = database.Prepare("select kind, ordinal, name from entry_name order by kind, ordinal, position");
        var byEntry = new Dictionary<(long, long), List<string>>();
        while (names.Step())
        {
            var key = (names.Int64(0), names.Int64(1));
            if (!byEntry.TryGetValue(key, out var list))
            {
                byEntry.Add(key, list = []);
            }

            list.Add(names.Text(2));
        }

        using var entries = database.Prepare("select kind, ordinal, source, id from entry");
        while (entries.Step())
        {
            var (kind, ordinal) = (entries.Int64(0), entries.Int64(1));
            Names((NameKind)kind).Set((int)ordinal,
                new NameEntry((ushort)entries.Int64(2), entries.Text(3), byEntry.GetValueOrDefault((kind, ordinal)) ?? []));
        }
    }

    private void LoadAudiences(SqliteDatabase database)
    {
        using var rows = database.Prepare("select ordinal, members from audience");
        while (rows.Step())
        {
            Audiences.Set((int)rows.Int64(0), MemoryMarshal.Cast<byte, int>(rows.Blob(1)).ToArray());
        }
    }

    private void LoadTraits(SqliteDatabase database)
    {
        using var rows = database.Prepare("select ordinal, kind, contents, language, policy, labels, later from traits");
        while (rows.Step())
        {
            Traits.Set((int)rows.Int64(0), new DocumentTraits((MessageKind)rows.Int64(1), (DocumentContents)rows.Int64(2), rows.Text(3), rows.Text(4),
                rows.Text(5), rows.Int64(6) != 0));
        }
    }

    private void LoadColumns(SqliteDatabase database)
    {
        using var blocks = database.Prepare("select number, data from block order by number");
        while (blocks.Step())
        {
            var first = blocks.Int64(0) << ColumnBlock.Shift;
            var chunk = ChunkOf(first);
            var firstRow = (int)(first & ColumnChunk.Mask);
            ColumnBlock.Read(blocks.Blob(1), chunk, firstRow);
            for (var row = firstRow; row < firstRow + ColumnBlock.Rows; row++)
            {
                if (chunk.Sources[row] != 0)
                {
                    Count++;
                    _totalLength += DocumentLength.Decode(chunk.Lengths[row]);
                }
            }
        }

        ChunkOf(Cursor);
    }

    private static OrdinalTable<(ushort Source, string Id), NameEntry> NewNames() => new(entry => (entry.Source, entry.Id));

    private bool[] MarkUsed(Func<ColumnChunk, int[]> column, int size)
    {
        var used = new bool[size];
        foreach (var chunk in _chunks)
        {
            var numbers = column(chunk);
            for (var row = 0; row < ColumnChunk.Size; row++)
            {
                if (chunk.Sources[row] != 0)
                {
                    used[numbers[row]] = true;
                }
            }
        }

        return used;
    }

    private ColumnChunk OwnChunkOf(long sequence)
    {
        var number = sequence >> ColumnChunk.Shift;
        if (_owned.Add(number))
        {
            var chunks = (ColumnChunk[])_chunks.Clone();
            chunks[number] = chunks[number].WithOwnSources();
            _chunks = chunks;
        }

        return _chunks[number];
    }
}
