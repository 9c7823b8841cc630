using System.Runtime.CompilerServices;
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
        yield return new SourcePage([], NoChanges) { Listed = new PlatformListing(session.Seats, state.Complete), Directory = session.Directory };
        if (state.FindGap(started) is { } gap)
        {
            yield return new SourcePage([], state.Record(gap)) { Gap = gap };
        }

        foreach (var sequence in state.MissingFiles)
        {
            await foreach (var page in RetakeAsync(sequence, cancellationToken))
            {
                yield return page;
            }
        }

        while (await session.Stream.ReadAsync(state.Sequence, cancellationToken) is { Count: > 0 } envelopes)
        {
            var before = state.Sequence;
            ChatEnvelope[] known = [.. envelopes.TakeWhile(e => session.Keys.Has(e.KeyVersion))];
            if (known.Length > 0)
            {
                await foreach (var page in HandOutAsync(known, cancellationToken))
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
    }

    private async IAsyncEnumerable<SourcePage> HandOutAsync(IReadOnlyList<ChatEnvelope> envelopes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var opened = await session.Seals.OpenAsync(envelopes, cancellationToken);
        session.Seals.RequireFittingKeys(opened);
        await session.Names.LearnAsync(opened, cancellationToken);
        var mapped = opened.Select(session.Mapper.Map).ToList();
        var consents = await session.Consents.FindAsync([.. mapped.Select(m => m.Item.Message).OfType<ChatMessage>()], cancellationToken);
        var numbers = envelopes.GroupBy(e => e.MessageId, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Max(e => e.Sequence), StringComparer.Ordinal);
        var missing = new List<ulong>();
        SourcePage? held = null;
        await foreach (var page in session.Pages.EmitAsync(mapped, NoChanges, cancellationToken))
        {
            missing.AddRange(page.Items.Where(HasFailedFile).Select(item => numbers[item.NativeId]));
            if (held is not null)
            {
                yield return held;
            }

            held = held is null ? page with { Consents = consents } : page; // before the first message that they could be about
        }

        // The last page carries the changes that make all of them done.
        yield return held! with { CursorChanges = state.Move(envelopes[^1].Sequence, missing.Distinct()) }; // there is always one page
    }

    /// <summary>A message whose files were not ready is read once more. With all of them it is handed out as another revision: what is stored never changes.</summary>
    private async IAsyncEnumerable<SourcePage> RetakeAsync(ulong sequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await session.Stream.FindAsync(sequence, cancellationToken) is not { } envelope || !session.Keys.Has(envelope.KeyVersion))
        {
            yield return new SourcePage([], state.Settle(sequence)); // the placeholder stays, with its reason
            yield break;
        }

        var opened = await session.Seals.OpenAsync([envelope], cancellationToken);
        await foreach (var page in session.Pages.EmitAsync(opened.Select(session.Mapper.Map), NoChanges, cancellationToken))
        {
            yield return page.Items.Any(HasFailedFile)
                ? new SourcePage([], state.Try(sequence))
                : page with { Items = [.. page.Items.Select(WithFiles)], CursorChanges = state.Settle(sequence) };
        }
    }

    private static SourceItem WithFiles(SourceItem item) => item.Message is { } message
        ? item with { Message = message with { Revision = "files", Kind = MessageKind.Edit, Concerns = message.NativeId } }
        : item;

    private static bool HasFailedFile(SourceItem item) => item.Message?.Attachments.Any(a => a.State == AttachmentState.Failed) == true;

    private ConnectorException UnknownKey(int version) => new(
        ConnectorFailure.Unauthorized,
        $"Messages of source {session.Options.Source} are sealed for key version {version}, which is not in PrivateKeys. Nothing was passed over. "
        + "Add the private key of that version; the platform keeps messages for five days.");
}
