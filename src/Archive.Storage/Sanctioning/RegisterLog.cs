using Archive.Core.Evidence;
using Archive.Core.Sanctioning;
using Archive.Storage.Evidence;
using Archive.Storage.Sql;

namespace Archive.Storage.Sanctioning;

/// <inheritdoc cref="IRegisterLog"/>
internal sealed class RegisterLog(RecordArchive archive, EvidenceLog log) : IRegisterLog
{
    private readonly Lock _lock = new();
    private readonly RegisterState _state = new();
    private long _seen = -1;
    private SanctionRegister _register = SanctionRegister.Empty;

    public SanctionRegister Read() => archive.Readers.Read(CatchUp);

    public async Task<SanctionRegister> ChangeAsync(
        string actor, DateTimeOffset at, string what, Func<SanctionRegister, IReadOnlyList<RegisterChange>> decide, CancellationToken cancellationToken)
    {
        var writer = archive.RequireWriter();
        await writer.WriteAsync(
            () => decide(CatchUp(writer.Database)) is { Count: > 0 } changes
                ? writer.AppendEntry(new EvidenceEntry(EvidenceKind.RegisterChanged, at, actor, RegisterEntry.Write(what, changes)))
                : -1,
            cancellationToken);
        return Read();
    }

    /// <summary>What is read is committed: a writer calls this before it appends.</summary>
    private SanctionRegister CatchUp(IStoreDatabase database)
    {
        lock (_lock)
        {
            var newer = ReadNewer(database);
            foreach (var entry in newer)
            {
                _state.Add(entry);
                _seen = entry.LeafIndex;
            }

            return _register = newer.Count > 0 ? _state.ToRegister() : _register;
        }
    }

    private List<EvidenceEntry> ReadNewer(IStoreDatabase database)
    {
        var newer = new List<EvidenceEntry>();
        for (var (before, take) = (long.MaxValue, 1); ; take = 100)
        {
            var page = log.Read(database, [EvidenceKind.RegisterChanged], before, take);
            newer.AddRange(page.TakeWhile(e => e.LeafIndex > _seen));
            if (page.Count < take || page[^1].LeafIndex <= _seen)
            {
                newer.Reverse();
                return newer;
            }

            before = page[^1].LeafIndex;
        }
    }
}
