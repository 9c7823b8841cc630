using System.Text.Json;
using Archive.Simulators.Corpus;
using Archive.Simulators.Feishu.Organisation;

namespace Archive.Simulators.Feishu.Wire;

/// <summary>Writes joins, leaves and changes of topic: a template and the names for its placeholders.</summary>
internal static class SystemContent
{
    public static void Write(Utf8JsonWriter json, SentMessage message, CorpusPerson person, Tenant tenant)
    {
        switch (message.Source.Kind)
        {
            case CorpusMessageKind.Join:
                var owner = message.Chat.Owner(message.Time) ?? tenant.AccountOf(message.Source.SenderId).Source;
                json.WriteString("template", "{from_user} invited {to_chatters} to this chat");
                WriteNames(json, "from_user", owner.Name);
                WriteNames(json, "to_chatters", person.Name);
                break;
            case CorpusMessageKind.Leave:
                json.WriteString("template", "{from_user} left this chat");
                WriteNames(json, "from_user", person.Name);
                break;
            default:
                json.WriteString("template", "{from_user} changed the description to {name}");
                WriteNames(json, "from_user", person.Name);
                json.WriteString("name", message.Source.Text.Length > 0 ? message.Source.Text : message.Chat.Source.Topic ?? string.Empty);
                break;
        }
    }

    private static void WriteNames(Utf8JsonWriter json, string key, string name)
    {
        json.WriteStartArray(key);
        json.WriteStringValue(name);
        json.WriteEndArray();
    }
}
