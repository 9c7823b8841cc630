using Archive.Core.Connectors;

namespace Archive.Connectors.JsonLines;

/// <inheritdoc cref="IRawItemReader"/>
/// <remarks>A line tells everything by itself, so the file is not needed; of the conversation only the sender is known.</remarks>
internal sealed class RawLines : IRawItemReader
{
    public Task<RawReading> ReadAsync(RawItem item, CancellationToken cancellationToken)
    {
        var parser = new LineParser();
        parser.StartPage();
        var read = parser.Parse(item.Raw, NumberOf(item.NativeId));
        return Task.FromResult(read.Message is null && item.Raw.Length == LineReader.KeptOfLongLine
            ? RawReading.Refuse("Only the beginning of the line was kept, because it was too long. Correct the file and import it again.")
            : new RawReading([read], ConversationId: read.Message?.Conversation.Id));
    }

    private static long? NumberOf(string id) =>
        id.StartsWith(LineParser.NumberMark, StringComparison.Ordinal) && long.TryParse(id.AsSpan(LineParser.NumberMark.Length), out var number) ? number : null;
}
