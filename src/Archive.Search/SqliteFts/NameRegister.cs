namespace Archive.Search.SqliteFts;

/// <summary>Gives numbers to sources, conversations and senders as documents bring them, and writes them down.</summary>
internal sealed class NameRegister(IndexMemory memory, WriterStatements statements)
{
    public int Register(NameKind kind, ushort source, string id, string name)
    {
        var table = memory.Names(kind);
        var ordinal = table.Find(source, id);
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

    /// <summary>Forgets conversations and senders of which no document is left, so that their names do not outlive the records.</summary>
    public void RemoveUnused()
    {
        foreach (var kind in (NameKind[])[NameKind.Conversation, NameKind.Sender])
        {
            var unused = memory.FindUnused(kind);
            foreach (var ordinal in unused)
            {
                statements.DeleteEntry(kind, ordinal);
            }

            memory.Names(kind).Remove(unused);
        }
    }
}
