namespace Archive.Search.SqliteFts;

/// <summary>A condition on one document, answered from the columns and from sets computed before.</summary>
internal abstract class RowTest
{
    public abstract bool Passes(ColumnChunk chunk, int row, long sequence);

    public sealed class All(RowTest[] tests) : RowTest
    {
        public override bool Passes(ColumnChunk chunk, int row, long sequence)
        {
            foreach (var test in tests)
            {
                if (!test.Passes(chunk, row, sequence))
                {
                    return false;
                }
            }

            return true;
        }
    }

    public sealed class Any(RowTest[] tests) : RowTest
    {
        public override bool Passes(ColumnChunk chunk, int row, long sequence)
        {
            foreach (var test in tests)
            {
                if (test.Passes(chunk, row, sequence))
                {
                    return true;
                }
            }

            return false;
        }
    }

    public sealed class Not(RowTest test) : RowTest
    {
        public override bool Passes(ColumnChunk chunk, int row, long sequence) => !test.Passes(chunk, row, sequence);
    }

    public sealed class Time(long from, long until) : RowTest
    {
        public override bool Passes(ColumnChunk chunk, int row, long sequence) => chunk.Times[row] >= from && chunk.Times[row] < until;
    }

    public sealed class Source(bool[] ordinals) : RowTest
    {
        public override bool Passes(ColumnChunk chunk, int row, long sequence) => ordinals[chunk.Sources[row]];
    }

    public sealed class Conversation(bool[] ordinals) : RowTest
    {
        public override bool Passes(ColumnChunk chunk, int row, long sequence) => ordinals[chunk.Conversations[row]];
    }

    public sealed class Sender(bool[] ordinals) : RowTest
    {
        public override bool Passes(ColumnChunk chunk, int row, long sequence) => ordinals[chunk.Senders[row]];
    }

    /// <summary>Somebody of a set is in the audience, and is not who wrote it.</summary>
    /// <param name="members">For each audience: 0 for nobody of the set, the number of the only one, -1 for several.</param>
    public sealed class Recipient(int[] members) : RowTest
    {
        public const int Several = -1;

        public override bool Passes(ColumnChunk chunk, int row, long sequence) =>
            members[chunk.Audiences[row]] is not 0 and var member && member != chunk.Senders[row];
    }

    public sealed class Traits(bool[] ordinals) : RowTest
    {
        public override bool Passes(ColumnChunk chunk, int row, long sequence) => ordinals[chunk.Traits[row]];
    }

    /// <summary>Documents of an FTS5 query, a bit for each number.</summary>
    public sealed class Member(ulong[] bits) : RowTest
    {
        public override bool Passes(ColumnChunk chunk, int row, long sequence) => (bits[sequence >> 6] & (1UL << (int)(sequence & 63))) != 0;
    }
}
