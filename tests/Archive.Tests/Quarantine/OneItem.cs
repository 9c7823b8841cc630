using System.Reflection;
using Archive.Core.Quarantine;
using Archive.Core.Retention;

namespace Archive.Tests.Quarantine;

/// <summary>A quarantine of one item, number 1, which a proposal asks to discard. It notes what it is told.</summary>
#pragma warning disable CA1852, MA0053 // The proxy is a class derived from this one at run time.
internal class OneItem : DispatchProxy
#pragma warning restore CA1852, MA0053
{
    private QuarantinedRecord? _record;

    /// <summary>Nobody knows what it is.</summary>
    public static QuarantinedRecord Unreadable { get; } = new(1, "corp", "wecom", "m1", "", DateTimeOffset.UnixEpoch, "unreadable: x", 1, 0, null, 7);

    public List<RetriedBatch> Settled { get; } = [];

    /// <summary>What was known of the item when the proposal was approved.</summary>
    public KnownOfItem? Known { get; private set; }

    public static (IQuarantine Quarantine, OneItem Told) Make(QuarantinedRecord record)
    {
        var quarantine = Create<IQuarantine, OneItem>();
        var told = (OneItem)(object)quarantine;
        told._record = record;
        return (quarantine, told);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        switch (targetMethod?.Name)
        {
            case nameof(IQuarantine.OpenAsync):
                return Task.FromResult<IReadOnlyList<OpenedItem>>([new OpenedItem(_record!, new byte[] { 1 })]);
            case nameof(IQuarantine.ReadProposalsAsync):
                return Task.FromResult<IReadOnlyList<DiscardProposal>>([new DiscardProposal(7, "carol", DateTimeOffset.UnixEpoch, "of no use", [1])]);
            case nameof(IQuarantine.ApproveAsync):
                Known = ((IReadOnlyDictionary<long, KnownOfItem>)args![1]!)[1];
                return Task.FromResult(new DiscardResult([], Array.Empty<(long, DeletionDecision)>(), []));
            default:
                Settled.Add((RetriedBatch)args![0]!);
                return Task.FromResult(new RetryResult([], []));
        }
    }
}
