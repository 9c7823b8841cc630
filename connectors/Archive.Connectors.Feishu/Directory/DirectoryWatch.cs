using Archive.Core.Connectors;
using Archive.Core.Messages;
using Microsoft.Extensions.Logging;

namespace Archive.Connectors.Feishu.Directory;

/// <summary>The directory within one run. It is read at the beginning when that is due, and once more when somebody of the firm's own writes who was not in it:
/// who joined since must not be refused until it is due again.</summary>
internal sealed partial class DirectoryWatch(FeishuSession session, FeishuState state, DirectoryMemory memory)
{
    /// <summary>The directory of a large firm takes hundreds of calls, and seldom changes.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromHours(12);

    /// <summary>Where it was refused, or did not have somebody who wrote: an administrator may have acted, or the platform was slow to show a newcomer.</summary>
    private static readonly TimeSpan AgainAfter = TimeSpan.FromHours(1);

    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private DirectoryReading? _last = memory.Last;
    private bool _hasAskedAgain;

    /// <returns>Null where it was read not long ago, or the app may not read it.</returns>
    public async Task<SourcePage?> BeginAsync(CancellationToken cancellationToken)
    {
        state.KnowsPeople = _last?.Directory is not null;
        return _last is { } last && session.Clock.GetUtcNow() - last.At < (last.Directory is null ? AgainAfter : Every) ? null : await ReadAsync([], cancellationToken);
    }

    /// <returns>What has to be told before the page; null for nothing.</returns>
    public async Task<SourcePage?> FindBeforeAsync(SourcePage page, CancellationToken cancellationToken)
    {
        if (_hasAskedAgain || _last is not { Directory: { } directory } last)
        {
            return null;
        }

        // Whoever wrote before it was read and is not in it has left since, or was never in the range: reading it again would not change that.
        var sought = page.Items.Select(i => i.Message).OfType<ChatMessage>()
            .Where(m => m.Sender.Kind == ParticipantKind.Member && m.SentAt >= last.At - session.Options.Overlap && !directory.Accounts.Contains(m.Sender.Id))
            .Select(m => m.Sender.Id).ToHashSet(StringComparer.Ordinal);
        if (session.Clock.GetUtcNow() - last.At < AgainAfter)
        {
            sought.ExceptWith(last.Missing);
        }

        if (sought.Count == 0)
        {
            return null;
        }

        _hasAskedAgain = true;
        return await ReadAsync(sought.Union(last.Missing, StringComparer.Ordinal), cancellationToken);
    }

    /// <summary>Once a list was told, the register stands on it, and whoever joins since is refused without a word: that is no success for longer than a day.</summary>
    /// <exception cref="ConnectorException">Unauthorized: it has not been readable for too long.</exception>
    public void RequireReadable()
    {
        if (_last is { Directory: null, Refusal: { } refusal } && state.LastTold is { } told && session.Clock.GetUtcNow() - told > Longest)
        {
            throw FeishuErrors.NoDirectory(session.Options.Source, told, refusal);
        }
    }

    private async Task<SourcePage?> ReadAsync(IEnumerable<string> sought, CancellationToken cancellationToken)
    {
        var at = session.Clock.GetUtcNow();
        var (directory, refusal) = await TryReadAsync(cancellationToken);
        state.KnowsPeople = directory is not null;
        if (directory is null)
        {
            Log.NoDirectory(session.Logger, session.Options.Source);
            memory.Keep(_last = new DirectoryReading(at, null, new HashSet<string>(), refusal));
            return null;
        }

        _last = new DirectoryReading(at, directory, sought.Where(id => !directory.Accounts.Contains(id)).ToHashSet(StringComparer.Ordinal));
        return memory.HandOut(_last, directory, state.LastComplete, state.Told(at));
    }

    private async Task<(FeishuDirectory? Directory, string? Refusal)> TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            // One without people is none: taken for a list, it would have everybody refused.
            return await new FeishuDirectoryReader(session).ReadAsync(cancellationToken) is { Accounts.Count: > 0 } directory
                ? (directory, null) : (null, "The directory shows nobody. Check the app's contact range.");
        }
        catch (FeishuApiException e)
        {
            return (null, FeishuErrors.ToFailure(e).Message);
        }
        catch (ConnectorException e) when (e.Kind is ConnectorFailure.Permanent or ConnectorFailure.Unauthorized)
        {
            return (null, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1148, Level = LogLevel.Warning, Message = "{Source}: the directory cannot be read, so departments, managers and who is listed are not in the register. Set the contact range of the app to all staff.")]
        public static partial void NoDirectory(ILogger logger, string source);
    }
}
