using Archive.Core.Messages;
using Archive.Core.Search;

namespace Archive.Search.SqliteFts;

/// <summary>Gives numbers to sources, conversations, people, audiences and traits as documents bring them, and writes them down.</summary>
internal sealed class NameRegister(IndexMemory memory, WriterStatements statements)
{
    public int Register(NameKind kind, ushort source, string id, string name)
    {
        var table = memory.Names(kind);
        var ordinal = table.Find((source, id));
        if (ordinal == 0)
        {
            if (kind == NameKind.Source && table.LastOrdinal == ushort.MaxValue)
            {
                throw new ArgumentException("The embedded index holds at most 65,535 sources.", nameof(id));
            }

            ordinal = table.Add(new NameEntry(source, id, name.Length > 0 ? [name] : []));
            statements.InsertEntry(kind, ordinal, source, id);
            if (name.Length > 0)
            {
                statements.InsertName(kind, ordinal, 0, name);
            }

            return ordinal;
        }

        // Renamed: found by the old name and the new one.
        if (name.Length > 0 && table.Entries[ordinal] is { } entry && !entry.HasName(name))
        {
            statements.InsertName(kind, ordinal, entry.Names.Count, name);
            table.Set(ordinal, new NameEntry(source, id, [.. entry.Names, name]));
        }

        return ordinal;
    }

    /// <summary>The audience that recipients make up; 0 for nobody.</summary>
    public int RegisterAudience(ushort source, IReadOnlyList<Participant> recipients)
    {
        if (recipients.Count == 0)
        {
            return 0;
        }

        var numbers = recipients.Select(recipient => Register(NameKind.Sender, source, recipient.Id, recipient.Name)).Distinct().Order().ToArray();
        var ordinal = memory.Audiences.Find(numbers);
        if (ordinal == 0)
        {
            ordinal = memory.Audiences.Add(numbers);
            statements.InsertAudience(ordinal, numbers);
        }

        return ordinal;
    }

    public int Register(DocumentTraits traits)
    {
        var ordinal = memory.Traits.Find(traits);
        if (ordinal == 0)
        {
            ordinal = memory.Traits.Add(traits);
            statements.InsertTraits(ordinal, traits);
        }

        return ordinal;
    }

    /// <summary>Forgets conversations, audiences and people of which no document is left, so that their names do not outlive the records.</summary>
    public void RemoveUnused()
    {
        RemoveUnused(NameKind.Conversation, memory.FindUnusedConversations());
        var audiences = memory.FindUnusedAudiences();
        foreach (var ordinal in audiences)
        {
            statements.DeleteAudience(ordinal);
        }

        memory.Audiences.Remove(audiences);
        RemoveUnused(NameKind.Sender, memory.FindUnusedSenders());
    }

    private void RemoveUnused(NameKind kind, IReadOnlyList<int> unused)
    {
        foreach (var ordinal in unused)
        {
            statements.DeleteEntry(kind, ordinal);
        }

        memory.Names(kind).Remove(unused);
    }
}
