namespace Archive.Search.SqliteFts;

/// <summary>What is known of 65,536 consecutive records besides their text, in memory. Rows above the cursor of a snapshot belong to the writer
/// alone; published rows change only in copies (<see cref="WithOwnSources"/>).</summary>
internal sealed class ColumnChunk
{
    public const int Shift = 16;
    public const int Size = 1 << Shift;
    public const int Mask = Size - 1;

    private ColumnChunk(ushort[] sources, uint[] times, int[] conversations, int[] senders, int[] audiences, int[] traits, byte[] lengths)
    {
        Sources = sources;
        Times = times;
        Conversations = conversations;
        Senders = senders;
        Audiences = audiences;
        Traits = traits;
        Lengths = lengths;
    }

    public ColumnChunk()
        : this(new ushort[Size], new uint[Size], new int[Size], new int[Size], new int[Size], new int[Size], new byte[Size])
    {
    }

    /// <summary>Ordinals; 0 where the index has no document.</summary>
    public ushort[] Sources { get; }

    /// <summary>Whole seconds since 1970.</summary>
    public uint[] Times { get; }

    public int[] Conversations { get; }

    public int[] Senders { get; }

    /// <summary>Who was in the conversation: a number in <see cref="IndexSnapshot.Audiences"/>.</summary>
    public int[] Audiences { get; }

    /// <summary>A number in <see cref="IndexSnapshot.Traits"/>.</summary>
    public int[] Traits { get; }

    /// <summary>Number of tokens as <see cref="DocumentLength"/>.</summary>
    public byte[] Lengths { get; }

    /// <summary>A copy in which documents can come and go without readers of the original noticing; a removed row keeps its other columns.</summary>
    public ColumnChunk WithOwnSources() => new((ushort[])Sources.Clone(), Times, Conversations, Senders, Audiences, Traits, Lengths);
}
