using Archive.Connectors.WeCom.Sdk;
using Archive.Connectors.WeCom.Wire;
using Archive.Core.Connectors;

namespace Archive.Connectors.WeCom;

/// <summary>Opens sealed messages: the content key with our private key, the message with that by the platform's library.</summary>
internal sealed class Seals(SdkSupervisor sdk, KeyRing keys, string source)
{
    /// <summary>Messages that the child process gets at a time, and characters of them.</summary>
    private const int MostMessages = 200;
    private const int MostCharacters = 8 * 1024 * 1024;

    /// <summary>Children that may break over one message before it is given up.</summary>
    private const int Patience = 2;

    /// <summary>All of them in order, each opened or with the reason why not.</summary>
    public async Task<IReadOnlyList<OpenedMessage>> OpenAsync(IReadOnlyList<ChatEnvelope> envelopes, CancellationToken cancellationToken)
    {
        var opened = new OpenedMessage[envelopes.Count];
        var secrets = new List<(int Index, SdkSecret Secret)>(envelopes.Count);
        for (var i = 0; i < envelopes.Count; i++)
        {
            var envelope = envelopes[i];
            if (keys.Open(envelope.KeyVersion, envelope.SealedKey) is { } key)
            {
                secrets.Add((i, new SdkSecret(key, envelope.SealedMessage)));
            }
            else
            {
                opened[i] = OpenedMessage.Sealed(envelope, "Its key cannot be opened with the private key of its version.");
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
        try
        {
            var answers = await sdk.DecryptAsync([.. batch.Select(b => b.Secret)], Patience, cancellationToken);
            for (var i = 0; i < batch.Count; i++)
            {
                var envelope = envelopes[batch[i].Index];
                opened[batch[i].Index] = answers[i].Code == WeComErrors.DecryptFailed
                    ? ToOpened(envelope, (await sdk.DecryptAsync([batch[i].Secret], Patience, cancellationToken))[0]) // may work the second time
                    : ToOpened(envelope, answers[i]);
            }
        }
        catch (SdkBrokenException) when (batch.Count > 1)
        {
            // One of them breaks the library. Each alone tells which, and the others are not lost with it.
            foreach (var single in batch)
            {
                await OpenBatchAsync([single], envelopes, opened, cancellationToken);
            }
        }
        catch (SdkBrokenException)
        {
            opened[batch[0].Index] = OpenedMessage.Sealed(envelopes[batch[0].Index], "The platform's library breaks over this message.");
        }
    }

    private static OpenedMessage ToOpened(ChatEnvelope envelope, SdkAnswer answer) => answer.Code == 0
        ? OpenedMessage.Of(envelope, answer.Bytes)
        : OpenedMessage.Sealed(envelope, $"The platform's library cannot open it (code {answer.Code}).");

    /// <summary>A single damaged message is set aside. A key that opens nothing at all is another key.</summary>
    /// <exception cref="ConnectorException">Unauthorized: a private key fits none of the messages that name its version. They must not be passed over.</exception>
    public void RequireFittingKeys(IEnumerable<OpenedMessage> opened)
    {
        foreach (var version in opened.GroupBy(m => m.Envelope.KeyVersion))
        {
            if (version.All(m => m.Content is null))
            {
                throw new ConnectorException(
                    ConnectorFailure.Unauthorized,
                    $"Private key {version.Key} of source {source} opens no message that names it: it belongs to another public key. Nothing was passed over. "
                    + "Put the right file under that version in PrivateKeys; the platform keeps messages for five days.");
            }
        }
    }
}
