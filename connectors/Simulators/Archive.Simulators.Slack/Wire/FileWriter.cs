using System.Text.Json;
using Archive.Simulators.Slack.Organisation;

namespace Archive.Simulators.Slack.Wire;

/// <summary>Writes file objects; their links lead to the simulator itself.</summary>
internal sealed class FileWriter(Org org, Func<string> address)
{
    public void Write(Utf8JsonWriter json, SharedFile file)
    {
        var message = file.Channel.Messages[file.Message];
        var seconds = Timestamp.Seconds(message.Time);
        var extension = Path.GetExtension(file.Source.Name).TrimStart('.').ToLowerInvariant();
        var name = Uri.EscapeDataString(file.Source.Name);
        var path = $"{address()}files-pri/{org.Teams[0].Id}-{file.Id}/";
        json.WriteStartObject();
        json.WriteString("id", file.Id);
        json.WriteNumber("created", seconds);
        json.WriteNumber("timestamp", seconds);
        json.WriteString("name", file.Source.Name);
        json.WriteString("title", file.Source.Name);
        json.WriteString("mimetype", file.Source.MimeType);
        json.WriteString("filetype", extension);
        json.WriteString("pretty_type", extension.ToUpperInvariant());
        json.WriteString("user", org.AccountOf(message.SenderId).Id);
        json.WriteString("mode", file.IsExternal ? "external" : "hosted");
        json.WriteBoolean("is_external", file.IsExternal);
        json.WriteString("external_type", file.IsExternal ? "gdrive" : string.Empty);
        json.WriteBoolean("is_public", !file.Channel.IsPrivate);
        json.WriteNumber("size", file.IsExternal ? 0 : file.AnnouncedSize);
        if (file.IsExternal)
        {
            // A name under .invalid resolves nowhere: an external file is recorded, never fetched.
            json.WriteString("url_private", $"https://drive.invalid/{file.Id}/{name}");
        }
        else
        {
            json.WriteString("url_private", path + name);
            json.WriteString("url_private_download", $"{path}download/{name}");
        }

        json.WriteStartArray("channels");
        json.WriteStringValue(file.Channel.Id);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
