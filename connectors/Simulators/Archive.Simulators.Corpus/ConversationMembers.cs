namespace Archive.Simulators.Corpus;

/// <param name="Left">Null while the person is a member.</param>
public sealed record CorpusMembership(CorpusPerson Person, DateTimeOffset Joined, DateTimeOffset? Left)
{
    public bool HasLeft(DateTimeOffset now) => Left <= now;
}

/// <summary>When people came into a conversation and left it: by its own events where there are any, otherwise with their accounts.</summary>
public static class ConversationMembers
{
    /// <param name="messages">All of the conversation, in order of time.</param>
    /// <param name="person">The person of an id.</param>
    public static IEnumerable<CorpusMembership> Of(
        CorpusConversation conversation, IEnumerable<CorpusMessage> messages, Func<string, CorpusPerson> person)
    {
        var moves = messages.Where(m => m.Kind is CorpusMessageKind.Join or CorpusMessageKind.Leave).ToLookup(m => m.SenderId);
        foreach (var personId in conversation.MemberIds)
        {
            var member = person(personId);
            var joined = moves[personId].FirstOrDefault(m => m.Kind == CorpusMessageKind.Join)?.Time
                ?? (member.ValidFrom > conversation.Created ? member.ValidFrom : conversation.Created);
            var left = moves[personId].LastOrDefault() is { Kind: CorpusMessageKind.Leave } leave ? leave.Time : member.ValidTo;
            yield return new CorpusMembership(member, joined, left < member.ValidTo ? left : member.ValidTo ?? left);
        }
    }
}
