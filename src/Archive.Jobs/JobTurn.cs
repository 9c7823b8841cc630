using Archive.Core.Jobs;

namespace Archive.Jobs;

/// <summary>What a job is given while it is its turn.</summary>
/// <param name="Lease">Under which it works.</param>
public sealed record JobTurn(Lease Lease, JobProgress Progress);
