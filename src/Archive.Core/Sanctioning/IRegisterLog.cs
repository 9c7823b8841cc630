namespace Archive.Core.Sanctioning;

/// <summary>The register as the evidence log tells it: every change is an entry, and the state is what the entries add up to. Thread-safe.</summary>
public interface IRegisterLog
{
    /// <summary>The newest state. Reads what the log gained since the last call.</summary>
    SanctionRegister Read();

    /// <summary>Decides changes and writes them in one transaction, so that nothing changes in between: two at the same time come one after the other.</summary>
    /// <param name="what">In plain words, without names; for whoever reads the audit trail.</param>
    /// <param name="decide">From the newest state; may throw, and then nothing is written. May be called more than once. None: nothing is written.</param>
    /// <returns>The state after it.</returns>
    Task<SanctionRegister> ChangeAsync(
        string actor, DateTimeOffset at, string what, Func<SanctionRegister, IReadOnlyList<RegisterChange>> decide, CancellationToken cancellationToken);
}
