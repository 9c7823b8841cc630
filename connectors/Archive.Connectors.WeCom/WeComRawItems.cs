using System.Text.Json;
using Archive.Connectors.Http;
using Archive.Connectors.WeCom.Wire;
using Archive.Core.Connectors;

namespace Archive.Connectors.WeCom;

/// <inheritdoc cref="IRawItemReader"/>
/// <remarks>The bytes are a message as it came out of its seal, or still sealed where it could not be opened: then it is opened now.</remarks>
/// <param name="turn">The connector's: the child, and what is known of people, are those of its runs.</param>
internal sealed class WeComRawItems(SemaphoreSlim turn, Func<CancellationToken, Task<WeComSession>> open) : IRawItemReader, IDisposable
{
    private WeComSession? _session;

    public async Task<RawReading> ReadAsync(RawItem item, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await ReadAloneAsync(item, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => _session?.Dispose();

    private async Task<RawReading> ReadAloneAsync(RawItem item, CancellationToken cancellationToken)
    {
        var session = _session ??= await open(cancellationToken);
        var (opened, refusal) = await OpenAsync(session, item, cancellationToken);
        if (opened is null)
        {
            return RawReading.Refuse(refusal!); // one of both is there
        }

        await session.Names.LearnAsync([opened], cancellationToken);
        var mapped = session.Mapper.Map(opened);
        var reading = await session.LaterFiles.ReadAgainAsync([mapped], item, WeComFiles.Describe, mapped.Item.Message?.Conversation.Id, cancellationToken);
        return item.Revision == FilesRevision.Name ? reading with { Items = [.. reading.Items.Select(FilesRevision.Of)] } : reading;
    }

    private static async Task<(OpenedMessage? Opened, string? Refusal)> OpenAsync(WeComSession session, RawItem item, CancellationToken cancellationToken)
    {
        if (FindSealed(item.Raw) is not { } envelope)
        {
            return (OpenedMessage.Of(new ChatEnvelope(0, item.NativeId, 0, "", "", []), item.Raw.ToArray()), null);
        }

        return session.Keys.Has(envelope.KeyVersion)
            ? ((await session.Seals.OpenAsync([envelope], cancellationToken))[0], null)
            : (null, $"It is sealed for key version {envelope.KeyVersion}, which is not in PrivateKeys. Add the private key of that version.");
    }

    private static ChatEnvelope? FindSealed(ReadOnlyMemory<byte> raw)
    {
        try
        {
            using var document = JsonDocument.Parse(raw);
            return document.RootElement.ValueKind == JsonValueKind.Object && ChatEnvelope.Find(document.RootElement) is { IsWhole: true } whole ? whole : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
