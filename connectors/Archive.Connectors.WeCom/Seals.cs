using Archive.Connectors.WeCom.Sdk;
using Archive.Connectors.WeCom.Wire;
using Archive.Core.Connectors;

namespace Archive.Connectors.WeCom;

/// <summary>Opens sealed messages: the content key with our private key, the message with that by the platform's library.</summary>
/// <param name="fitting">Names of keys that have opened something, see <see cref="KeyRing.NameOf"/>. Added to.</param>
internal sealed class Seals(SdkSupervisor sdk, KeyRing keys, ISet<string> fitting, string source)
{
    private const string Breaks = "The platform's library breaks over this message.";

    /// <summary>Messages that the child process gets at a time, and characters of them.</summary>
    private const int MostMessages = 200;
    private const int MostCharacters = 8 * 1024 * 1024;

    /// <summary>Children that may break over one message before it is given up.</summary>
    private const int Patience = 2;

    /// <summary>Messages of a page that may be given up because the library breaks over them. With more of them it is the library that is broken.</summary>
    private const int MostGivenUp = 20;

    private int _givenUp;

    /// <summary>All of them in order, each opened or with the reason why not.</summary>
    /// <exception cref="ConnectorException">Transient: the library breaks over more than a few of them.</exception>
    public async Task<IReadOnlyList<OpenedMessage>> OpenAsync(IReadOnlyList<ChatEnvelope> envelopes, CancellationToken cancellationToken)
    {
        var opened = new OpenedMessage[envelopes.Count];
        var secrets = new List<(int Index, SdkSecret Secret)>(envelopes.Count);
        _givenUp = 0;
        for (var i = 0; i < envelopes.Count; i++)
        {
            var envelope = envelopes[i];
            if (!envelope.IsWhole)
            {
                opened[i] = OpenedMessage.Sealed(envelope, "It came damaged, and damaged again.");
            }
            else if (keys.Open(envelope.KeyVersion, envelope.SealedKey) is { } key)
            {
                secrets.Add((i, new SdkSecret(key, envelope.SealedMessage)));
            }
            else
            {
                opened[i] = OpenedMessage.Sealed(envelope, "Its key cannot be opened with the private key of its version.", speaksAgainstKey: true);
            }
        }

        foreach (var batch in Batches(secrets))
        {
            await OpenBatchAsync(batch, envelopes, opened, cancellationToken);
        }

        return opened;
    }

    private static IEnumerable<List<(int Index, SdkSecret Secret)>> Batches(List<(int Index, SdkSecret Secret)> secrets)
    {
        var batch = new List<(int Index, SdkSecret Secret)>();
        var characters = 0;
        foreach (var secret in secrets)
        {
            if (batch.Count > 0 && (batch.Count == MostMessages || characters + secret.Secret.Message.Length > MostCharacters))
            {
                yield return batch;
                (batch, characters) = ([], 0);
            }

            batch.Add(secret);
            characters += secret.Secret.Message.Length;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private async Task OpenBatchAsync(
        List<(int Index, SdkSecret Secret)> batch, IReadOnlyList<ChatEnvelope> envelopes, OpenedMessage[] opened, CancellationToken cancellationToken)
    {
        SdkAnswer[] answers;
        try
        {
            answers = await sdk.DecryptAsync([.. batch.Select(b => b.Secret)], Patience, cancellationToken);
        }
        catch (SdkBrokenException) when (batch.Count > 1)
        {
            // One of them breaks the library. Each alone tells which, and the others are not lost with it.
            foreach (var single in batch)
            {
                await OpenBatchAsync([single], envelopes, opened, cancellationToken);
            }

            return;
        }
        catch (SdkBrokenException)
        {
            opened[batch[0].Index] = GiveUp(envelopes[batch[0].Index], Breaks);
            return;
        }

        for (var i = 0; i < batch.Count; i++)
        {
            opened[batch[i].Index] = await JudgeAsync(envelopes[batch[i].Index], batch[i].Secret, answers[i], cancellationToken);
        }
    }

    private async Task<OpenedMessage> JudgeAsync(ChatEnvelope envelope, SdkSecret secret, SdkAnswer answer, CancellationToken cancellationToken)
    {
        var opened = ToOpened(envelope, answer);
        if (opened.IsItself() || answer.Code is not (0 or WeComErrors.DecryptFailed))
        {
            return opened;
        }

        try
        {
            if (answer.Code == 0)
            {
                await sdk.EndAsync(cancellationToken); // what calls noise, or another message, a success is not to be asked again
            }

            var second = (await sdk.DecryptAsync([secret], Patience, cancellationToken))[0]; // a failure may work the second time
            opened = ToOpened(envelope, second);
            return second.Code != 0 || opened.IsItself() ? opened : GiveUp(envelope, "The platform's library gives out something else than this message.");
        }
        catch (SdkBrokenException)
        {
            return GiveUp(envelope, Breaks);
        }
    }

    private static OpenedMessage ToOpened(ChatEnvelope envelope, SdkAnswer answer) => answer.Code == 0
        ? OpenedMessage.Of(envelope, answer.Bytes)
        : OpenedMessage.Sealed(envelope, $"The platform's library cannot open it (code {answer.Code}).", speaksAgainstKey: true);

    private OpenedMessage GiveUp(ChatEnvelope envelope, string why) => ++_givenUp <= MostGivenUp
        ? OpenedMessage.Sealed(envelope, why)
        : throw new ConnectorException(
            ConnectorFailure.Transient,
            $"The platform's library breaks over more than {MostGivenUp} messages of one page. Nothing was passed over; it is tried again with the next run. "
            + "If it stays so, put another version of the library in its place.");

    /// <summary>A single damaged message is set aside, and that the library breaks says nothing of a key. A key that has opened nothing yet and opens nothing now is
    /// another key.</summary>
    /// <exception cref="ConnectorException">Unauthorized: a private key fits none of the messages that name its version. They must not be passed over.</exception>
    public void RequireFittingKeys(IEnumerable<OpenedMessage> opened)
    {
        foreach (var version in opened.Where(m => m.Content is not null || m.SpeaksAgainstKey).GroupBy(m => m.Envelope.KeyVersion))
        {
            var name = keys.NameOf(version.Key);
            if (version.Any(m => m.Content is not null))
            {
                fitting.Add(name);
            }
            else if (!fitting.Contains(name))
            {
                throw new ConnectorException(
                    ConnectorFailure.Unauthorized,
                    $"Private key {version.Key} of source {source} opens no message that names it: it belongs to another public key. Nothing was passed over. "
                    + "Put the right file under that version in PrivateKeys; the platform keeps messages for five days.");
            }
        }
    }
}
