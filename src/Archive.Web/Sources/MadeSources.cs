using System.Collections.Frozen;
using Archive.Connectors.Http;
using Archive.Connectors.Http.Callbacks;
using Archive.Core.Connectors;
using Archive.Core.Dependencies;
using Microsoft.Extensions.Options;

namespace Archive.Web.Sources;

/// <summary>The sources that were made on the pages, in force in this process. Thread-safe.</summary>
internal sealed partial class MadeSources(
    IStoredSources stored, SourceCatalog catalog, DependencyStates states, IServiceProvider host, ILogger<MadeSources> logger) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile IReadOnlyDictionary<string, MadeSource> _made = FrozenDictionary<string, MadeSource>.Empty;
    private bool _shown = true;

    /// <summary>As they were when the store was read last, by name. Those whose settings this version does not take are among them, and out of force.</summary>
    public IReadOnlyCollection<MadeSource> All => [.. _made.Values.OrderBy(m => m.Stored.Name, StringComparer.Ordinal)];

    public IPlatformCallback? FindCallback(string source) => _made.GetValueOrDefault(source) is { Callback: { } callback } && !catalog.IsNamed(source) ? callback : null;

    /// <summary>Reads the store, and brings the catalogue to it where they differ.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var read = await stored.ReadAsync(cancellationToken);
            if (_shown && read.Count == _made.Count && read.All(IsKnown))
            {
                return;
            }

            // What is replaced is not disposed of: a pull may be running with it. It holds nothing but memory, and goes with its last user; the child process of a
            // corporation ends when it was not asked for some minutes.
            var before = _made;
            _made = read.Select(source => IsKnown(source) ? _made[source.Name] : Make(source)).ToFrozenDictionary(m => m.Stored.Name, StringComparer.Ordinal);
            foreach (var gone in before.Values.Where(m => !catalog.IsNamed(m.Stored.Name) && _made.GetValueOrDefault(m.Stored.Name) != m))
            {
                host.GetService<RequestPaces>()?.Forget(gone.Stored.Name); // whatever comes in its place says itself what it asks for
            }

            _shown = false; // whoever is told may fail; then all are told again
            catalog.Show(_made.Values.Select(m => m.Source).OfType<ConfiguredSource>().OrderBy(s => s.Name, StringComparer.Ordinal));
            _shown = true;
            foreach (var removed in before.Values.Where(m => !_made.ContainsKey(m.Stored.Name)))
            {
                states.Forget($"{removed.Stored.Platform}:{removed.Stored.Name}");
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    /// <summary>One that was removed and made again has the revision of the first.</summary>
    private bool IsKnown(StoredSource source) =>
        _made.GetValueOrDefault(source.Name) is { Stored: { } known }
        && known.Revision == source.Revision
        && known.Platform == source.Platform
        && known.Settings.Count == source.Settings.Count
        && known.Settings.All(s => source.Settings.GetValueOrDefault(s.Key) == s.Value);

    private MadeSource Make(StoredSource source)
    {
        try
        {
            var (services, configured) = SourceServices.Build(source, host, states);
            return new MadeSource(source, configured, services.GetServices<IPlatformCallback>().SingleOrDefault());
        }
        catch (Exception e) when (e is OptionsValidationException or InvalidOperationException)
        {
            // Without the exception: it may quote a value. The others, and the start of the program, must not fail with this one.
            Log.NotInForce(logger, source.Name, e.GetType().Name);
            return new MadeSource(source, null, null);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 6501, Level = LogLevel.Error, Message = "Source {Source}, which was made on the pages, has settings that this version does not take ({Kind}). It is not pulled. Open it on the sources page, correct and save it.")]
        public static partial void NotInForce(ILogger logger, string source, string kind);
    }
}

/// <param name="Source">Null when this version does not take its settings.</param>
/// <param name="Callback">Null where nothing is pushed.</param>
internal sealed record MadeSource(StoredSource Stored, ConfiguredSource? Source, IPlatformCallback? Callback);
