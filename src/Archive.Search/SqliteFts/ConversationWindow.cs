using Archive.Core.Search;

namespace Archive.Search.SqliteFts;

/// <summary>The records of a conversation around one of them.</summary>
internal static class ConversationWindow
{
    public static IReadOnlyList<long> Read(IndexSnapshot snapshot, long sequence, int before, int after)
    {
        if (!snapshot.Holds(sequence))
        {
            return [];
        }

        var chunk = snapshot.Chunks[sequence >> ColumnChunk.Shift];
        var row = (int)(sequence & ColumnChunk.Mask);
        var conversation = chunk.Conversations[row];
        var centre = HitKey.Of(chunk.Times[row], sequence, SearchOrder.Newest);
        var earlier = new TopHits(before);
        var later = new TopHits(after);
        for (var number = 0; number < snapshot.Chunks.Length; number++)
        {
            Collect(snapshot, number, conversation, centre, earlier, later);
        }

        return
        [
            .. earlier.Take(0).Reverse().Select(key => HitKey.SequenceOf(key, SearchOrder.Newest)),
            sequence,
            .. later.Take(0).Select(key => HitKey.SequenceOf(key, SearchOrder.Oldest)),
        ];
    }

    private static void Collect(IndexSnapshot snapshot, int number, int conversation, ulong centre, TopHits earlier, TopHits later)
    {
        var chunk = snapshot.Chunks[number];
        var first = (long)number << ColumnChunk.Shift;
        var rows = (int)Math.Clamp(snapshot.Cursor + 1 - first, 0, ColumnChunk.Size);
        var row = 0;
        while (chunk.Conversations.AsSpan(row, rows - row).IndexOf(conversation) is >= 0 and var distance)
        {
            row += distance;
            if (chunk.Sources[row] != 0)
            {
                var key = HitKey.Of(chunk.Times[row], first + row, SearchOrder.Newest);
                if (key < centre)
                {
                    earlier.Offer(0, key);
                }
                else if (key > centre)
                {
                    later.Offer(0, ~key);
                }
            }

            row++;
        }
    }
}
