using Archive.Core.Search;

namespace Archive.Search.SqliteFts;

/// <summary>Time and number of a document as one number: greater is newer, or older in the order <see cref="SearchOrder.Oldest"/>.</summary>
internal static class HitKey
{
    public static ulong Of(uint time, long sequence, SearchOrder order)
    {
        var key = ((ulong)time << 32) | (uint)sequence;
        return order == SearchOrder.Oldest ? ~key : key;
    }

    public static long SequenceOf(ulong key, SearchOrder order) => (uint)(order == SearchOrder.Oldest ? ~key : key);
}
