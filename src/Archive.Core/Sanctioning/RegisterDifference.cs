namespace Archive.Core.Sanctioning;

/// <summary>What has to be written for the register to become what was read: nothing where it is that already.</summary>
internal static class RegisterDifference
{
    public static IReadOnlyList<RegisterChange> Of(SanctionRegister now, string origin, IReadOnlyList<RegisteredAccount> lines, RegisterFileMark? file)
    {
        var there = now.Lines.GetValueOrDefault(origin, []).ToHashSet();
        var next = lines.ToHashSet();
        var change = new AccountsChanged(origin, [.. next.Where(l => !there.Contains(l))], [.. there.Where(l => !next.Contains(l))], file);
        return change.Added.Count == 0 && change.Removed.Count == 0 && (file is null || file == now.LastFile) ? [] : [change];
    }

    public static IReadOnlyList<RegisterChange> Of(SanctionRegister now, string source, PlatformListing listing)
    {
        var there = now.ListedNow(source);
        var next = listing.Accounts.ToHashSet(StringComparer.Ordinal);
        var change = new PlatformListed(
            source,
            [.. next.Where(a => there?.Contains(a) != true).Order(StringComparer.Ordinal)],
            [.. (there ?? []).Where(a => !next.Contains(a)).Order(StringComparer.Ordinal)],
            listing.Since);
        return there is not null && change.Added.Count == 0 && change.Removed.Count == 0 ? [] : [change];
    }

    /// <param name="at">From when on new lines count, and until when those of whoever left.</param>
    public static IReadOnlyList<RegisterChange> Of(SanctionRegister now, string source, DirectorySnapshot next, DateTimeOffset at)
    {
        var there = now.Directories.GetValueOrDefault(source, new DirectorySnapshot([], []));
        var departments = there.Departments.ToDictionary(d => d.Id, StringComparer.Ordinal);
        var people = there.People.ToDictionary(p => p.Account, StringComparer.Ordinal);
        var change = new DirectoryChanged(
            source,
            [.. next.Departments.Where(d => departments.GetValueOrDefault(d.Id) != d)],
            [.. departments.Keys.Except(next.Departments.Select(d => d.Id), StringComparer.Ordinal)],
            [.. next.People.Where(p => people.GetValueOrDefault(p.Account) != p)],
            [.. people.Keys.Except(next.People.Select(p => p.Account), StringComparer.Ordinal)]);
        var lines = Of(now, RegisterOrigins.Directory(source), Lines(now, source, next, at), null);
        return change is { Departments.Count: 0, GoneDepartments.Count: 0, People.Count: 0, GonePeople.Count: 0 } ? lines : [change, .. lines];
    }

    /// <summary>Whoever is in the directory has a period that goes on; whoever comes back gets another one. A name or department that changed is changed in the line.</summary>
    private static List<RegisteredAccount> Lines(SanctionRegister now, string source, DirectorySnapshot next, DateTimeOffset at)
    {
        var people = next.People.ToDictionary(p => p.Account, StringComparer.Ordinal);
        var names = next.Departments.ToDictionary(d => d.Id, d => d.Name, StringComparer.Ordinal);
        var lines = new List<RegisteredAccount>();
        var going = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in now.Lines.GetValueOrDefault(RegisterOrigins.Directory(source), []))
        {
            if (line.ValidTo is not null || !people.TryGetValue(line.AccountId, out var person))
            {
                lines.Add(line with { ValidTo = line.ValidTo ?? at });
            }
            else if (going.Add(line.AccountId))
            {
                lines.Add(line with { Name = person.Name, Department = NameOf(person) });
            }
        }

        lines.AddRange(next.People.Where(p => !going.Contains(p.Account)).Select(p => new RegisteredAccount(
            source, p.Account, $"{source}:{p.Account}", p.Name, NameOf(p), at, null, null, null, AccountStanding.Sanctioned)));
        return lines;

        string? NameOf(DirectoryPerson person) => person.Department is { } id ? names.GetValueOrDefault(id, id) : null;
    }
}
