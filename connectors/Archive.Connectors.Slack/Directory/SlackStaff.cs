using System.Text.Json;
using Archive.Connectors.Slack.Text;
using Archive.Connectors.Slack.Wire;
using Archive.Core.Messages;
using Archive.Core.Sanctioning;

namespace Archive.Connectors.Slack.Directory;

/// <summary>What the list of people at the start of a run says for the register: who is an account of the firm, and who of these works there still, in which
/// department and under whom. Guests, people of other organisations and bots are no accounts of the firm.</summary>
/// <param name="departmentField">Id of the profile field with the name of the department; null for none.</param>
/// <param name="managerField">Id of the one with the manager's account; null for none.</param>
internal sealed class SlackStaff(string? departmentField, string? managerField)
{
    private readonly HashSet<string> _accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DirectoryPerson> _people = new(StringComparer.Ordinal);

    /// <summary>A deactivated account stays in it: it cannot write any more, and what it wrote, it wrote as a member.</summary>
    public IReadOnlyCollection<string> Accounts => _accounts;

    public void Add(SlackUser user, Participant account)
    {
        // Who is in several workspaces is listed several times; as with names, the last time counts.
        _people.Remove(account.Id);
        if (account.Kind != ParticipantKind.Member)
        {
            _accounts.Remove(account.Id);
            return;
        }

        _accounts.Add(account.Id);
        if (!user.Deleted)
        {
            _people[account.Id] = new DirectoryPerson(account.Id, account.Name, FieldOf(user, departmentField), FieldOf(user, managerField));
        }
    }

    /// <summary>The platform knows departments as texts alone: a department is its text, without parent and leader. A manager who is none of these people, such
    /// as one who left or a name typed into a field of text, is left out.</summary>
    public DirectorySnapshot ToSnapshot() => new(
        [.. _people.Values.Select(p => p.Department).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => new Department(name, name, null, null))],
        [.. _people.Values.Select(p => p.Manager is { } manager && !_people.ContainsKey(manager) ? p with { Manager = null } : p)]);

    /// <summary>Without any field the platform writes an empty array, or nothing, in place of the object.</summary>
    private static string? FieldOf(SlackUser user, string? field) =>
        field is not null && user.Profile?.Fields is { ValueKind: JsonValueKind.Object } fields
        && fields.TryGetProperty(field, out var value) && SlackBlocks.Text(value, "value")?.Trim() is { Length: > 0 } text ? text : null;
}
