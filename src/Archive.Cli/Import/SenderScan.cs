using Archive.Core.Connectors;
using Archive.Core.Messages;

namespace Archive.Cli.Import;

/// <summary>Who wrote in an export file, and when each of them first did. Reads the file once, keeping only that.</summary>
internal static class SenderScan
{
    public static async Task<IReadOnlyList<FoundSender>> RunAsync(IChatConnector connector, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, FoundSender>(StringComparer.Ordinal);
        var seen = 0L;
        await foreach (var page in connector.ReadAsync(SourceCursor.Start, cancellationToken))
        {
            foreach (var message in page.Items.Select(i => i.Message).OfType<ChatMessage>())
            {
                var known = found.GetValueOrDefault(message.Sender.Id);
                if (known is null || message.SentAt < known.First)
                {
                    found[message.Sender.Id] = new FoundSender(message.Sender, message.SentAt);
                }
            }

            seen += page.Items.Count;
            progress.Report(seen);
        }

        return [.. found.Values.OrderBy(s => s.Sender.Id, StringComparer.Ordinal)];
    }
}

/// <param name="First">Time of the first message.</param>
internal sealed record FoundSender(Participant Sender, DateTimeOffset First);
