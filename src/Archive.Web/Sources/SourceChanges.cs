using Archive.Core.Audit;
using Archive.Core.Connectors;

namespace Archive.Web.Sources;

/// <summary>Makes, changes and removes sources for a person: each is on record before it is done, with the names of settings and never a value.</summary>
internal sealed class SourceChanges(IStoredSources stored, MadeSources made, AuditTrail audit)
{
    /// <returns>False when somebody took the name meanwhile.</returns>
    public async Task<bool> AddAsync(StoredSource source, string account, CancellationToken cancellationToken)
    {
        await audit.AdministeredAsync(account, $"source {source.Name} added on {source.Platform}, settings: {Names(source.Settings.Keys)}", cancellationToken);
        return await EndAsync(await stored.TryAddAsync(source, cancellationToken), source.Name, account, cancellationToken);
    }

    /// <returns>False when somebody changed or removed it meanwhile.</returns>
    public async Task<bool> ChangeAsync(StoredSource before, StoredSource after, string account, CancellationToken cancellationToken)
    {
        var changed = before.Settings.Keys.Union(after.Settings.Keys, StringComparer.Ordinal)
            .Where(name => before.Settings.GetValueOrDefault(name) != after.Settings.GetValueOrDefault(name)).ToList();
        if (changed.Count == 0)
        {
            return true;
        }

        await audit.AdministeredAsync(account, $"source {after.Name} changed, settings: {Names(changed)}", cancellationToken);
        return await EndAsync(await stored.TryChangeAsync(after, cancellationToken), after.Name, account, cancellationToken);
    }

    /// <returns>False when somebody changed or removed it meanwhile.</returns>
    public async Task<bool> RemoveAsync(string name, long revision, string account, CancellationToken cancellationToken)
    {
        await audit.AdministeredAsync(account, $"source {name} removed", cancellationToken);
        return await EndAsync(await stored.TryRemoveAsync(name, revision, cancellationToken), name, account, cancellationToken);
    }

    private async Task<bool> EndAsync(bool isDone, string name, string account, CancellationToken cancellationToken)
    {
        if (!isDone)
        {
            await audit.AdministeredAsync(account, $"source {name} left as it was: somebody else was faster", cancellationToken);
            return false;
        }

        await made.RenewAsync(cancellationToken);
        return true;
    }

    private static string Names(IEnumerable<string> settings) => string.Join(", ", settings.Order(StringComparer.Ordinal));
}
