using System.Security.Cryptography;
using Archive.Core.Sealing;

namespace Archive.Storage.Evidence;

/// <summary>Keyed hashes over rows that are not leaves of the evidence log: counters, cursors, names. Whoever changes such a row without the key
/// is found by the verifier. 16 bytes of HMAC-SHA-256 over a tag and length-prefixed fields. Not thread-safe.</summary>
internal sealed class RowMac(byte[] key)
{
    public const int Size = 16;

    private readonly ByteWriter _writer = new();

    public byte[] Source(string name, string platform) => Of("source").Text(name).Text(platform).Done();

    /// <param name="table">"participant" or "conversation".</param>
    public byte[] Named(string table, long source, string nativeId, string name, long kind) =>
        Of(table).Number(source).Text(nativeId).Text(name).Number(kind).Done();

    public byte[] Membership(long source, string conversation, string participant) =>
        Of("membership").Number(source).Text(conversation).Text(participant).Done();

    public byte[] Policy(string name, long minimumDays, long action) => Of("policy").Text(name).Number(minimumDays).Number(action).Done();

    public byte[] Intake(long source, long day, long outcome, string reason, long count) =>
        Of("intake").Number(source).Number(day).Number(outcome).Text(reason).Number(count).Done();

    public byte[] Cursor(long source, string part, string value) => Of("cursor").Number(source).Text(part).Text(value).Done();

    public byte[] Disposed(
        long sequence, long leafIndex, ReadOnlySpan<byte> leaf, long source, long day, ReadOnlySpan<byte> identity, long disposition) =>
        Of("disposed").Number(sequence).Number(leafIndex).Raw(leaf).Number(source).Number(day).Raw(identity).Number(disposition).Done();

    /// <summary>What is left of an item that left the quarantine.</summary>
    public byte[] QuarantineLeft(long id, long source, long day, long outcome, long entry, ReadOnlySpan<byte> identity) =>
        Of("quarantine left").Number(id).Number(source).Number(day).Number(outcome).Number(entry).Raw(identity).Done();

    public byte[] QuarantineTry(long id, long tries, long triedAt, string reason) =>
        Of("quarantine try").Number(id).Number(tries).Number(triedAt).Text(reason).Done();

    public byte[] Consent(long source, string conversation, string participant, long time, long standing) =>
        Of("consent").Number(source).Text(conversation).Text(participant).Number(time).Number(standing).Done();

    public byte[] State(long lastSequence, long leaves, ReadOnlySpan<byte> frontier, string counts) =>
        Of("state").Number(lastSequence).Number(leaves).Text(counts).Raw(frontier).Done();

    /// <summary>What is left of a disposed record's identity, so that reading it again at the platform does not bring it back.</summary>
    public byte[] Identity(long source, string nativeId, string revision) => Of("identity").Number(source).Text(nativeId).Text(revision).Done();

    private RowMac Of(string tag)
    {
        _writer.Clear();
        return Text(tag);
    }

    private RowMac Text(string value)
    {
        _writer.WriteText(value);
        return this;
    }

    private RowMac Number(long value)
    {
        _writer.WriteInt64(value);
        return this;
    }

    private RowMac Raw(ReadOnlySpan<byte> value)
    {
        _writer.WriteRaw(value);
        return this;
    }

    private byte[] Done()
    {
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(key, _writer.Written, hash);
        return hash[..Size].ToArray();
    }
}
