using Archive.Core.Messages;
using Archive.Core.Retention;
using Archive.Storage.Sql;

namespace Archive.Storage.Records;

/// <summary>What the deletion guard must know of a record. Members of a conversation are read once: use one reader for one batch, inside one
/// transaction.</summary>
internal sealed class CandidateReader(IStoreDatabase database, NameReader names)
{
    private readonly Dictionary<(long Source, string Conversation), string[]> _members = [];

    public RetentionCandidate Read(long sequence, int source, int conversation, int participant, int policy, int keepUntilDay)
    {
        var where = names.Conversation(database, conversation);
        var persons = new HashSet<string>(StringComparer.Ordinal) { names.Participant(database, participant).Id };
        if (where.Kind is ConversationKind.Direct or ConversationKind.Group)
        {
            persons.UnionWith(MembersOf(source, where.Id));
        }

        return new RetentionCandidate(
            sequence,
            names.Source(database, source),
            where.Id,
            persons,
            new RetentionPin(names.Policy(database, policy), Timestamps.FromDay(keepUntilDay)));
    }

    public RetentionCandidate Read(RecordRow row) =>
        Read(row.Envelope.Sequence, row.SourceId, row.ConversationId, row.ParticipantId, row.PolicyId, row.Envelope.KeepUntilDay);

    private string[] MembersOf(long source, string conversation)
    {
        if (!_members.TryGetValue((source, conversation), out var members))
        {
            var found = new List<string>();
            var rows = database.Prepare("membership_of").Bind(1, source).Bind(2, conversation);
            while (rows.Step())
            {
                found.Add(rows.Text(0));
            }

            _members[(source, conversation)] = members = [.. found];
        }

        return members;
    }
}
