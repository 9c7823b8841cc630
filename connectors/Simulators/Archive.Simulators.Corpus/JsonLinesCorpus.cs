using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Archive.Simulators.Corpus;

/// <summary>Reads a corpus of one JSON object a line, <c>{"id","conversation","sender","time","lang","text"}</c>, plain or, when the
/// name ends in .gz, compressed. Blank lines are skipped, further fields ignored.</summary>
public static class JsonLinesCorpus
{
    private static readonly TimeSpan Lead = TimeSpan.FromDays(365);

    /// <param name="limit">Reads no more messages than this; null for all.</param>
    /// <returns>Every conversation as a private channel named by it, every sender as an employee with a notice, both since a year
    /// before the oldest message. Messages keep their ids and are ordered by time, lines of equal time as in the file.</returns>
    /// <exception cref="CorpusFormatException">A line is no such object, repeats an id, or the file is damaged. Nothing of it is
    /// returned.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static Corpus Read(string path, int? limit)
    {
        if (limit is { } most)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(most, nameof(limit));
        }

        var messages = ReadMessages(path, limit ?? int.MaxValue);
        if (messages.Count == 0)
        {
            return new Corpus(Path.GetFileName(path), DateTimeOffset.UnixEpoch, [], [], []);
        }

        var people = new Dictionary<string, CorpusPerson>(StringComparer.Ordinal);
        var rooms = new Dictionary<string, (string Id, HashSet<string> Members)>(StringComparer.Ordinal);
        var since = messages.Min(m => m.Time) - Lead;
        var ids = new SafeIds();
        var placed = new List<CorpusMessage>(messages.Count);
        foreach (var message in messages)
        {
            if (!people.TryGetValue(message.SenderId, out var person))
            {
                var id = ids.Make("p-", message.SenderId);
                people[message.SenderId] = person = new CorpusPerson(
                    id, id, message.SenderId, Email: null, Department: null, Title: null, CorpusPersonKind.Employee, since, ValidTo: null, Notice: since);
            }

            if (!rooms.TryGetValue(message.ConversationId, out var room))
            {
                rooms[message.ConversationId] = room = (ids.Make("c-", message.ConversationId), new HashSet<string>(StringComparer.Ordinal));
            }

            room.Members.Add(person.Id);
            placed.Add(message with { ConversationId = room.Id, SenderId = person.Id });
        }

        return new Corpus(
            Path.GetFileName(path),
            messages.Max(m => m.Time).AddDays(1),
            [.. people.Values],
            [.. rooms.Select(r => new CorpusConversation(
                r.Value.Id, r.Key, CorpusConversationKind.PrivateChannel, since, [.. r.Value.Members], External: false))],
            [.. placed.OrderBy(m => m.Time)]);
    }

    private static List<CorpusMessage> ReadMessages(string path, int limit)
    {
        var messages = new List<CorpusMessage>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var number = 0;
        using var file = File.OpenRead(path);
        using Stream content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        try
        {
            while (messages.Count < limit && reader.ReadLine() is { } line)
            {
                number++;
                if (string.IsNullOrWhiteSpace(line))
                {
                    continue;
                }

                var message = Parse(line, path, number);
                messages.Add(seen.Add(message.Id)
                    ? message
                    : throw new CorpusFormatException(path, number, $"the id \"{message.Id}\" was already used."));
            }
        }
        catch (InvalidDataException damaged)
        {
            throw new CorpusFormatException(path, number + 1, "the compressed data are damaged.", damaged);
        }
        catch (DecoderFallbackException damaged)
        {
            throw new CorpusFormatException(path, number + 1, "the text is not UTF-8.", damaged);
        }

        return messages;
    }

    private static CorpusMessage Parse(string line, string path, int number)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var time = Field("time");
            return DateTimeOffset.TryParse(
                time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
                ? new CorpusMessage(Field("id"), Field("conversation"), Field("sender"), at, Field("text", mayBeEmpty: true))
                : throw new CorpusFormatException(path, number, $"\"time\" is no time: \"{time}\".");

            string Field(string name, bool mayBeEmpty = false) =>
                document.RootElement.ValueKind != JsonValueKind.Object
                    ? throw new CorpusFormatException(path, number, "expected a JSON object.")
                : !document.RootElement.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String
                    ? throw new CorpusFormatException(path, number, $"\"{name}\" is missing or no string.")
                : value.GetString() is { } text && (mayBeEmpty || text.Length > 0)
                    ? text
                    : throw new CorpusFormatException(path, number, $"\"{name}\" is empty.");
        }
        catch (JsonException broken)
        {
            throw new CorpusFormatException(path, number, "not JSON.", broken);
        }
        catch (InvalidOperationException broken)
        {
            // A lone surrogate written as an escape: valid JSON that is no text.
            throw new CorpusFormatException(path, number, "a string is not valid text.", broken);
        }
    }

    /// <summary>Ids of letters, digits and hyphens from names of any kind. Two names never share one.</summary>
    private sealed class SafeIds
    {
        private readonly HashSet<string> taken = new(StringComparer.Ordinal);

        public string Make(string prefix, string name)
        {
            var kept = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-')).Trim('-');
            var safe = prefix + (kept.Length > 0 ? kept : "unnamed");
            var id = safe;
            for (var n = 2; !taken.Add(id); n++)
            {
                id = $"{safe}-{n}";
            }

            return id;
        }
    }
}
