using System.Runtime.CompilerServices;
using System.Text.Json;
using Archive.Connectors.Http;
using Archive.Connectors.WeCom.Wire;
using Archive.Core.Connectors;
using Archive.Core.Messages;
using Archive.Core.Sanctioning;

namespace Archive.Connectors.WeCom;

/// <summary>One run from the cursor to the end of the stream.</summary>
internal sealed class WeComRun(WeComSession session, WeComState state)
{
    private static readonly Dictionary<string, string?> NoChanges = [];

    public async IAsyncEnumerable<SourcePage> ReadAsync(DateTimeOffset started, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        session.Fitting.UnionWith(state.FittingKeys);
        session.Consents?.Begin(state.Sequence);
        var (due, gap) = (state.MissingFiles.Where(f => f.IsDue(started)).ToList(), state.FindGap(started));
        yield return new SourcePage([], state.Begin(started, session.Directory?.At))
        {
            Listed = new PlatformListing(session.Seats, state.Complete),
            Directory = session.Directory?.Snapshot,
        };
        if (gap is not null)
        {
            yield return new SourcePage([], state.Record(gap)) { Gap = gap };
        }

        while (await session.Stream.ReadAsync(state.Sequence, cancellationToken) is { Count: > 0 } envelopes)
        {
            var before = state.Sequence;
            ChatEnvelope[] known = [.. envelopes.TakeWhile(e => !e.IsWhole || session.Keys.Has(e.KeyVersion))];
            if (known.Length > 0)
            {
                await foreach (var page in HandOutAsync(known, started, cancellationToken))
                {
                    yield return page;
                }
            }

            if (known.Length < envelopes.Count)
            {
                throw UnknownKey(envelopes[known.Length].KeyVersion);
            }

            if (state.Sequence == before)
            {
                throw new ConnectorException(
                    ConnectorFailure.Transient, "GetChatData keeps giving the same messages. It is tried again with the next run.");
            }
        }

        yield return new SourcePage([], state.Finish(started));

        // After what is new: a file that takes long must not hold messages up.
        foreach (var files in due)
        {
            yield return await RetakeAsync(files, started, cancellationToken);
        }
    }

    private async IAsyncEnumerable<SourcePage> HandOutAsync(
        IReadOnlyList<ChatEnvelope> envelopes, DateTimeOffset started, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var opened = await session.Seals.OpenAsync(envelopes, cancellationToken);
        session.Seals.RequireFittingKeys(opened);
        await session.Names.LearnAsync(opened, cancellationToken);
        var mapped = opened.Select(session.Mapper.Map).ToList();
        var last = envelopes[^1].Sequence;
        var consents = session.Consents is { } asked
            ? await asked.FindAsync([.. Pairs(opened, mapped)], last, cancellationToken) : [];
        var numbers = envelopes.GroupBy(e => e.MessageId, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Max(e => e.Sequence), StringComparer.Ordinal);
        SourcePage? held = null;
        await foreach (var page in session.Pages.EmitAsync(mapped, NoChanges, cancellationToken))
        {
            if (held is not null)
            {
                yield return held;
            }

            held = page with
            {
                Consents = held is null ? consents : [], // before the first message that they could be about
                CursorChanges = state.Miss(page.Items.Where(HasFailedFile).Select(item => numbers[item.NativeId]), started),
            };
        }

        // The last page carries the change that makes all of them done.
        var (end, moved) = (held!, state.Move(last, session.Keys.Names.Where(session.Fitting.Contains))); // there is always one page
        yield return end with { CursorChanges = end.CursorChanges.Concat(moved).ToDictionary(StringComparer.Ordinal) };
    }

    /// <summary>A message whose files were not ready is read once more. It is handed out as another revision with all of them, or with what there is when the
    /// platform is about to forget them: what is stored never changes.</summary>
    private async Task<SourcePage> RetakeAsync(UnfetchedFiles files, DateTimeOffset started, CancellationToken cancellationToken)
    {
        if (await session.Stream.FindAsync(files.Sequence, cancellationToken) is not { } envelope)
        {
            return new SourcePage([], state.Settle(files)); // the placeholder stays, with its reason
        }

        var opened = envelope.IsWhole && session.Keys.Has(envelope.KeyVersion) ? (await session.Seals.OpenAsync([envelope], cancellationToken))[0] : null;
        if (opened is null || session.Mapper.Map(opened) is not { Item.Message: { } message } mapped)
        {
            return new SourcePage([], state.Try(files, started)); // the message itself is stored: there is nothing to set aside
        }

        var pages = await session.LaterFiles.EmitAsync([mapped], NoChanges, cancellationToken).ToListAsync(cancellationToken);
        var item = pages.SelectMany(p => p.Items).Single();
        var lacksOne = HasFailedFile(item);
        if (lacksOne && !files.IsLast(message.SentAt, started))
        {
            return new SourcePage([], state.Try(files, started));
        }

        return lacksOne && item.Files is null
            ? new SourcePage([], state.Settle(files))
            : new SourcePage([FilesRevision.Of(item)], state.Settle(files));
    }

    /// <summary>Messages that could be read, each as it came and mapped.</summary>
    private static IEnumerable<(JsonElement Content, ChatMessage Message)> Pairs(IReadOnlyList<OpenedMessage> opened, IReadOnlyList<MappedItem<WeComFile>> mapped)
    {
        foreach (var (came, item) in opened.Zip(mapped))
        {
            if (came.Content is { } content && item.Item.Message is { } message)
            {
                yield return (content, message);
            }
        }
    }

    private static bool HasFailedFile(SourceItem item) => item.Message?.Attachments.Any(a => a.State == AttachmentState.Failed) == true;

    private ConnectorException UnknownKey(int version) => new(
        ConnectorFailure.Unauthorized,
        $"Messages of source {session.Options.Source} are sealed for key version {version}, which is not in PrivateKeys. Nothing was passed over. "
        + "Add the private key of that version; the platform keeps messages for five days.");
}
