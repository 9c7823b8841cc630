using System.Text;
using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Archive.Storage.Evidence;
using Archive.Storage.Records;

namespace Archive.Storage.PostgreSql;

/// <summary>Looks the names of a page up all at once, and writes the new ones: two round trips for what would be hundreds.</summary>
internal sealed class PostgreSqlNames(LogWriter writer, PostgreSqlDatabase database)
{
    /// <summary>Memberships remembered to be stored; then they are asked for again.</summary>
    private const int MostMembers = 200_000;

    public void Learn(int source, IReadOnlyList<ChatMessage> messages)
    {
        Learn("participant", "participants", writer.Names.Participants, source, messages.Select(m => Form(source, m.Sender)));
        Learn("conversation", "conversations", writer.Names.Conversations, source, messages.Select(m => Form(source, m.Conversation)));
        LearnMembers(source, messages);
    }

    public int Participant(int source, Participant participant) => writer.Names.Participants[Form(source, participant)];

    public int Conversation(int source, Conversation conversation) => writer.Names.Conversations[Form(source, conversation)];

    private static NameForm Form(int source, Participant participant) => new(source, participant.Id, participant.Name, (byte)participant.Kind);

    private static NameForm Form(int source, Conversation conversation) => new(source, conversation.Id, conversation.Name, (byte)conversation.Kind);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private void Learn(string table, string counter, Dictionary<NameForm, int> known, int source, IEnumerable<NameForm> forms)
    {
        // By its keyed hash, which is over the bytes: two texts that are not the same to .NET may be the same in UTF-8.
        var asked = forms.Where(f => !known.ContainsKey(f)).Distinct().ToLookup(f => Mac(table, f));
        if (asked.Count == 0)
        {
            return;
        }

        var rows = asked.Select(a => a.First()).ToArray();
        var answer = database.Query(
            PostgreSqlDatabase.Files.Read(table + "_learn"),
            [
                (long)source,
                rows.Select(f => Bytes(f.Id)).ToArray(),
                rows.Select(f => Bytes(f.Name)).ToArray(),
                rows.Select(f => (long)f.Kind).ToArray(),
                asked.Select(a => Convert.FromHexString(a.Key)).ToArray(),
            ]);
        foreach (var row in answer.Rows)
        {
            foreach (var form in asked[Convert.ToHexString((byte[])row[1])])
            {
                known[form] = (int)row[0];
            }

            writer.State[counter] += (int)row[2];
        }
    }

    private string Mac(string table, NameForm form) => Convert.ToHexString(writer.Mac.Named(table, form.Source, form.Id, form.Name, form.Kind));

    private void LearnMembers(int source, IReadOnlyList<ChatMessage> messages)
    {
        var known = writer.Names.Members;
        if (known.Count > MostMembers)
        {
            known.Clear();
        }

        var added = messages.Select(m => m.Conversation)
            .Where(c => c.Kind is ConversationKind.Direct or ConversationKind.Group)
            .SelectMany(c => c.Members.Select(m => (Source: source, Conversation: c.Id, Participant: m.Id)))
            .Where(known.Add)
            .ToArray();
        if (added.Length > 0)
        {
            writer.State["memberships"] += database.Query(
                PostgreSqlDatabase.Files.Read("membership_learn"),
                [
                    (long)source,
                    added.Select(a => Bytes(a.Conversation)).ToArray(),
                    added.Select(a => Bytes(a.Participant)).ToArray(),
                    added.Select(a => writer.Mac.Membership(source, a.Conversation, a.Participant)).ToArray(),
                ]).Changed;
        }
    }
}
