using System.Runtime.CompilerServices;
using Archive.Core.Connectors;
using Archive.Core.Sanctioning;

namespace Archive.Connectors.Feishu.Directory;

/// <summary>The last reading of the directory, for as long as the process lives. It counts once the page that tells of it was taken by whoever reads: one that
/// was lost on its way, with a run that failed, is made again by the next run.</summary>
internal sealed class DirectoryMemory
{
    private readonly ConditionalWeakTable<SourcePage, DirectoryReading> _underway = [];

    public DirectoryReading? Last { get; private set; }

    /// <summary>There is nothing to hand out.</summary>
    public void Keep(DirectoryReading denied) => Last = denied;

    /// <param name="changes">What the cursor keeps of it.</param>
    public SourcePage HandOut(DirectoryReading reading, FeishuDirectory directory, DateTimeOffset? since, IReadOnlyDictionary<string, string?> changes)
    {
        var page = new SourcePage([], changes) { Directory = directory.ToSnapshot(), Listed = new PlatformListing(directory.Accounts, since) };
        _underway.Add(page, reading);
        return page;
    }

    /// <summary>Hands the pages on. Whoever asks for another one has taken the one before.</summary>
    public async IAsyncEnumerable<SourcePage> FollowAsync(IAsyncEnumerable<SourcePage> pages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in pages.WithCancellation(cancellationToken))
        {
            yield return page;
            if (_underway.TryGetValue(page, out var taken))
            {
                Last = taken;
            }
        }
    }
}
