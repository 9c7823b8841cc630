using Archive.Core.Connectors;
using Archive.Core.Messages;
using Archive.Core.Retention;

namespace Archive.Core.Quarantine;

/// <summary>A source that the configuration does not name, by the name and platform under which it was imported; null where its items cannot be read without
/// the file they came from.</summary>
public delegate ConfiguredSource? ImportedSource(string name, string platform);

/// <summary>Reads items in quarantine again through the connectors of their sources. One connector a source: it keeps what it learns of people and
/// conversations. For one run; one caller at a time. Disposes of the readers, which may hold keys.</summary>
internal sealed class RawItems(SourceCatalog sources, ImportedSource imported) : IDisposable
{
    private readonly Dictionary<(string Source, string Platform), OpenedSource?> _opened = [];

    /// <summary>The source of an item; null where its items cannot be read again.</summary>
    /// <exception cref="ConnectorException">It is configured, but not so that it can be opened.</exception>
    public OpenedSource? Find(QuarantinedRecord item)
    {
        if (!_opened.TryGetValue((item.Source, item.Platform), out var opened))
        {
            opened = (sources.Find(item.Source) ?? imported(item.Source, item.Platform)) is { } source ? Open(source) : null;
            _opened.Add((item.Source, item.Platform), opened);
        }

        return opened;
    }

    /// <param name="withFiles">Whether its files are fetched too.</param>
    public async Task<RawReading> ReadAsync(OpenedItem item, bool withFiles, CancellationToken cancellationToken)
    {
        var source = Find(item.Record);
        if (source is { Reader: null })
        {
            return RawReading.Refuse("This version cannot read items of this platform again. The item stays for one that can.");
        }

        if (source?.Reader is not { } reader)
        {
            return RawReading.Refuse("The file or the source it came from is not here any more. Import it again; what can be read then comes in, and this item can be discarded.");
        }

        var reading = await reader.ReadAsync(new RawItem(item.Record.NativeId, item.Record.Revision, item.Raw) { WithFiles = withFiles }, cancellationToken);

        // An element that was read then, and of which one message could not be redacted: the others went their way already.
        var same = reading.Items.Where(i => IsOf(i.Message, item.Record)).ToList();
        return item.Record.Revision.Length > 0 && same.Count > 0 ? reading with { Items = same } : reading;
    }

    public void Dispose()
    {
        foreach (var opened in _opened.Values)
        {
            (opened?.Reader as IDisposable)?.Dispose();
        }
    }

    private static OpenedSource Open(ConfiguredSource source)
    {
        var connector = source.Open();
        return new OpenedSource(connector, (connector as IRawItemSource)?.OpenRawItems(), source.Retention, source.Window);
    }

    private static bool IsOf(ChatMessage? message, QuarantinedRecord item) =>
        message is not null && message.NativeId == item.NativeId && message.Revision == item.Revision;
}

/// <param name="Reader">Null where the connector cannot read anything again.</param>
/// <param name="Window">How long its platform gives messages and files out; null for ever.</param>
internal sealed record OpenedSource(IChatConnector Connector, IRawItemReader? Reader, RetentionPolicy Retention, TimeSpan? Window);
