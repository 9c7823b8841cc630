using Archive.Core.Connectors;
using Archive.Core.Consent;
using Archive.Core.Sanctioning;

namespace Archive.Tests.Connectors;

/// <summary>Plays the caller of a connector: keeps the items and the cursor of each page together, as the store does.</summary>
internal sealed class ReadRun
{
    private readonly Dictionary<string, string> _parts = new(StringComparer.Ordinal);

    public List<SourceItem> Items { get; } = [];

    public List<CaptureGap> Gaps { get; } = [];

    public List<ConsentChange> Consents { get; } = [];

    public List<PlatformListing> Listings { get; } = [];

    public List<DirectorySnapshot> Directories { get; } = [];

    public int Pages { get; private set; }

    public SourceCursor Cursor => new(_parts);

    public HashSet<(string Id, string Revision)> Keys => [.. Items.Select(Key)];

    public static (string Id, string Revision) Key(SourceItem item) => (item.NativeId, item.Message?.Revision ?? "unreadable");

    public async Task<Exception?> GoAsync(IChatConnector connector, CancellationToken cancellationToken, int pages = int.MaxValue)
    {
        try
        {
            await foreach (var page in connector.ReadAsync(new SourceCursor(new Dictionary<string, string>(_parts)), cancellationToken))
            {
                Items.AddRange(page.Items);
                Consents.AddRange(page.Consents);
                if (page.Listed is { } listed)
                {
                    Listings.Add(listed);
                }

                if (page.Directory is { } directory)
                {
                    Directories.Add(directory);
                }

                if (page.Gap is { } gap)
                {
                    Gaps.Add(gap);
                }

                Pages++;
                foreach (var (part, value) in page.CursorChanges)
                {
                    if (value is null)
                    {
                        _parts.Remove(part);
                    }
                    else
                    {
                        _parts[part] = value;
                    }
                }

                if (--pages == 0)
                {
                    return null;
                }
            }

            return null;
        }
        catch (Exception e) when (e is ConnectorException or KilledException)
        {
            return e;
        }
    }
}

/// <summary>The process dies here: nothing may retry it.</summary>
internal sealed class KilledException() : Exception("killed");
