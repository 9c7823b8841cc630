using System.Text.Json;
using Archive.Simulators.Corpus;
using Archive.Simulators.Hosting;
using Archive.Simulators.Slack.Organisation;

namespace Archive.Simulators.Slack.Wire;

/// <summary>Writes the reactions that a message has at some moment.</summary>
internal sealed class ReactionWriter(Org org)
{
    public void WriteAll(Utf8JsonWriter json, CorpusMessage message, long until)
    {
        var open = false;
        for (var i = 0; i < (message.Reactions?.Count ?? 0); i++)
        {
            if (Timestamp.From(ReactionTimes.Of(message, i, org.Today)) > until)
            {
                break;
            }

            if (!open)
            {
                json.WriteStartArray("reactions");
                open = true;
            }

            json.WriteStartObject();
            Write(json, message, i);
            json.WriteEndObject();
        }

        if (open)
        {
            json.WriteEndArray();
        }
    }

    /// <summary>Name, people and count; in one message of eight the list of people is shorter than the count, as the platform allows.</summary>
    public void Write(Utf8JsonWriter json, CorpusMessage message, int reaction)
    {
        var (emoji, people) = message.Reactions![reaction];
        var shown = people.Count > 1 && StableHash.OneIn(8, message.Id, "reactions") ? people.Count - 1 : people.Count;
        json.WriteString("name", emoji);
        json.WriteStartArray("users");
        for (var i = 0; i < shown; i++)
        {
            json.WriteStringValue(org.AccountOf(people[i]).Id);
        }

        json.WriteEndArray();
        json.WriteNumber("count", people.Count);
    }
}
