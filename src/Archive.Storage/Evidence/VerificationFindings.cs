using Archive.Core.Evidence;

namespace Archive.Storage.Evidence;

/// <summary>Collects what a verification finds, up to a bound that keeps a ruined archive from filling memory.</summary>
internal sealed class VerificationFindings
{
    private const int Most = 1_000;

    private readonly List<VerificationFinding> _found = [];

    public IReadOnlyList<VerificationFinding> Found => _found;

    public bool IsUnreadable { get; private set; }

    public void Add(string what, string where, string why)
    {
        if (_found.Count < Most)
        {
            _found.Add(new VerificationFinding(what, where, why));
        }
    }

    public void Unreadable(string where, string why)
    {
        IsUnreadable = true;
        Add("unreadable", where, why);
    }

    /// <summary>Expects two counts to agree.</summary>
    public void Expect(string what, string where, long expected, long found)
    {
        if (expected != found)
        {
            Add(what, where, $"expected {expected}, found {found}");
        }
    }

    public VerificationReport ToReport(long leaves)
    {
        var result = IsUnreadable ? VerificationResult.Unreadable : _found.Count > 0 ? VerificationResult.Altered : VerificationResult.Intact;
        return new VerificationReport(result, leaves, _found);
    }
}
