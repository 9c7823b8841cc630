using System.Text.Json;
using Archive.Simulators.Slack.Organisation;

namespace Archive.Simulators.Slack.Wire;

/// <summary>Writes accounts in the form of both directories.</summary>
internal sealed class UserWriter(Org org)
{
    /// <param name="email">False leaves out <c>profile.email</c>, as without the scope <c>users:read.email</c>.</param>
    public void Write(Utf8JsonWriter json, Account account, DateTimeOffset now, bool web, bool email)
    {
        json.WriteStartObject();
        json.WriteString("id", account.Id);
        json.WriteString("name", account.Login);
        json.WriteString("real_name", account.Source.Name);
        json.WriteBoolean("deleted", account.HasLeft(now));
        json.WriteString("tz", "Europe/London");
        json.WriteNumber("updated", Timestamp.Seconds(account.HasLeft(now) ? account.Source.ValidTo!.Value : account.Source.ValidFrom)); // HasLeft implies ValidTo
        json.WriteBoolean("is_admin", false);
        json.WriteBoolean("is_owner", false);
        json.WriteBoolean("is_primary_owner", false);
        json.WriteBoolean("is_restricted", account.IsGuest);
        json.WriteBoolean("is_ultra_restricted", account.IsUltraRestricted);
        json.WriteBoolean("is_bot", account.IsBot);
        json.WriteBoolean("is_app_user", account.IsBot);
        json.WriteBoolean("is_email_confirmed", account.Source.Email is not null);
        if (web || account.IsExternal)
        {
            json.WriteString("team_id", account.TeamId);
            json.WriteBoolean("is_stranger", account.IsExternal);
        }

        WriteTeams(json, account);
        WriteProfile(json, account, now, web, email);
        if (web && !account.IsExternal)
        {
            json.WriteStartObject("enterprise_user");
            json.WriteString("id", account.Id);
            json.WriteString("enterprise_id", org.EnterpriseId);
            json.WriteString("enterprise_name", org.Name);
            json.WriteBoolean("is_admin", false);
            json.WriteBoolean("is_owner", false);
            WriteTeams(json, account);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void WriteTeams(Utf8JsonWriter json, Account account)
    {
        json.WriteStartArray("teams");
        if (account.IsExternal)
        {
            json.WriteStringValue(account.TeamId);
        }
        else
        {
            foreach (var team in org.Teams)
            {
                json.WriteStringValue(team.Id);
            }
        }

        json.WriteEndArray();
    }

    private void WriteProfile(Utf8JsonWriter json, Account account, DateTimeOffset now, bool web, bool email)
    {
        var names = account.Source.Name.Split(' ', 2);
        json.WriteStartObject("profile");
        if (email && account.Source.Email is { } address)
        {
            json.WriteString("email", address);
        }

        json.WriteString("title", account.Source.Title ?? string.Empty);
        json.WriteString("phone", string.Empty);
        json.WriteString("real_name", account.Source.Name);
        json.WriteString("display_name", account.Source.Name);
        json.WriteString("first_name", names[0]);
        json.WriteString("last_name", names.Length > 1 ? names[1] : string.Empty);
        json.WriteString("team", account.TeamId);
        if (!web)
        {
            WriteFields(json, account, now);
        }

        json.WriteEndObject();
    }

    /// <summary>Department and manager: fields of the firm's own. An empty set of them is an empty array, as with other maps of the platform.</summary>
    private void WriteFields(Utf8JsonWriter json, Account account, DateTimeOffset now)
    {
        json.WritePropertyName("fields");
        if (!account.IsMember || account.Source.Department is not { } department)
        {
            json.WriteStartArray();
            json.WriteEndArray();
            return;
        }

        json.WriteStartObject();
        WriteField(json, SlackSimulator.DepartmentField, department);
        if (org.LeaderOf(department, now) is { } leader && leader != account)
        {
            WriteField(json, SlackSimulator.ManagerField, leader.Id);
        }

        json.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter json, string id, string value)
    {
        json.WriteStartObject(id);
        json.WriteString("value", value);
        json.WriteString("alt", string.Empty);
        json.WriteEndObject();
    }
}
