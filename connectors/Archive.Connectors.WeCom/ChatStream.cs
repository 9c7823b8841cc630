using Archive.Connectors.Http;
using Archive.Connectors.WeCom.Sdk;
using Archive.Connectors.WeCom.Wire;
using Archive.Core.Connectors;

namespace Archive.Connectors.WeCom;

/// <summary>The corporation's stream of sealed messages, in order of sequence number.</summary>
internal sealed class ChatStream(SdkSupervisor sdk, WeComOptions options, RequestPace pace, TimeProvider time)
{
    private const string Function = "GetChatData";
    private const int Attempts = 6;

    private uint _limit = (uint)options.PageSize;

    /// <summary>What comes after a sequence number, at most a page of it. Where that is older than the platform's window it silently begins with the oldest that
    /// is left.</summary>
    /// <returns>Empty at the end of the stream. A message that two children gave out damaged is among them.</returns>
    /// <exception cref="ConnectorException">The run cannot go on; nothing was passed over.</exception>
    public async Task<IReadOnlyList<ChatEnvelope>> ReadAsync(ulong after, CancellationToken cancellationToken) =>
        await ReadAsync(after, _limit, cancellationToken);

    /// <summary>One message by its number; null where the platform no longer has it.</summary>
    /// <inheritdoc cref="ReadAsync(ulong, CancellationToken)" path="/exception"/>
    public async Task<ChatEnvelope?> FindAsync(ulong sequence, CancellationToken cancellationToken) =>
        (await ReadAsync(sequence - 1, 1, cancellationToken)).FirstOrDefault(m => m.Sequence == sequence);

    private async Task<IReadOnlyList<ChatEnvelope>> ReadAsync(ulong after, uint limit, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await pace.WaitAsync(Function, cancellationToken);
            try
            {
                var answer = await sdk.ReadChatAsync(after, limit, cancellationToken);
                var again = attempt < Attempts;
                if (answer.Code == 0)
                {
                    var page = ChatPage.Parse(answer.Bytes);
                    if (page.Code == 0 && (attempt > 1 || page.Messages.All(m => m.IsWhole)))
                    {
                        return page.Messages;
                    }

                    if (WeComErrors.LimitCodes.Contains(page.Code))
                    {
                        pace.Quiet(Function, WeComErrors.Rest);
                    }

                    if (page.Code != 0 && (!again || (page.Code != WeComErrors.Busy && !WeComErrors.TokenCodes.Contains(page.Code))))
                    {
                        throw WeComErrors.FromCode(Function, page.Code) is ConnectorException known ? known : WeComErrors.FromReturnCode(Function, page.Code);
                    }

                    if (page.Code != WeComErrors.Busy)
                    {
                        await sdk.EndAsync(cancellationToken); // the next one signs in anew, and may give out whole what this one has damaged
                    }
                }
                else if (!again || !WeComErrors.PassingCodes.Contains(answer.Code))
                {
                    throw WeComErrors.FromReturnCode(Function, answer.Code);
                }
            }
            catch (SdkAnswerTooLargeException) when (limit > 1)
            {
                limit = _limit = Math.Max(1, limit / 2);
            }
            catch (InvalidDataException e)
            {
                await sdk.EndAsync(cancellationToken); // whatever writes such answers is not to be asked again
                if (attempt >= Attempts)
                {
                    throw new ConnectorException(
                        ConnectorFailure.Transient, $"{Function} answered what cannot be read, {Attempts} times. Nothing was passed over; it is tried again with the next run.", e);
                }
            }

            await Task.Delay(TimeSpan.FromSeconds(1 << attempt), time, cancellationToken);
        }
    }
}
