namespace Archive.Search.SqliteFts;

/// <summary>What a pass does with each document; a struct, so that the call is inlined.</summary>
internal interface IHitVisitor
{
    /// <summary>False ends the pass.</summary>
    bool Visit(long sequence, double score);
}

/// <summary>Marks the documents, a bit for each number.</summary>
internal readonly struct MemberVisitor(ulong[] bits) : IHitVisitor
{
    public bool Visit(long sequence, double score)
    {
        bits[sequence >> 6] |= 1UL << (int)(sequence & 63);
        return true;
    }
}

/// <summary>The same, of those alone that scored.</summary>
internal readonly struct ScoredMemberVisitor(ulong[] bits) : IHitVisitor
{
    public ulong[] Bits { get; } = bits;

    public bool Visit(long sequence, double score)
    {
        Bits[sequence >> 6] |= score > 0 ? 1UL << (int)(sequence & 63) : 0;
        return true;
    }
}

/// <summary>Counts up to a limit.</summary>
internal struct CountVisitor(long limit) : IHitVisitor
{
    public long Count { get; private set; }

    public bool Visit(long sequence, double score) => ++Count < limit;
}
