namespace Archive.Simulators.Corpus.Bank;

/// <summary>Everybody with an account: staff by desk and branch, guests, clients of other firms, bots.</summary>
internal sealed class StaffDirectory
{
    public const string Domain = "harborbank.example";

    private readonly SeededRandom random;
    private readonly DateTimeOffset start;
    private readonly DateTimeOffset today;
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private readonly List<Member> members = [];

    public StaffDirectory(SeededRandom random, DateTimeOffset start, DateTimeOffset today)
    {
        this.random = random;
        this.start = start;
        this.today = today;
        HireStaff();
        InviteGuests();
        MeetClients();
        AddBots();
    }

    public IReadOnlyList<Member> All => members;

    private void HireStaff()
    {
        foreach (var row in Resources.Rows("Data/desks.txt"))
        {
            var titles = row[3].Split(';', StringSplitOptions.TrimEntries);
            foreach (var count in row[2].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var branch = Branch.Get(count[..2]);
                for (var i = 0; i < count[2] - '0'; i++)
                {
                    Hire(branch, row[0], row[1], titles[members.Count % titles.Length]);
                }
            }
        }
    }

    private void Hire(Branch branch, string desk, string department, string title)
    {
        var from = FirstDay(branch, random.Chance(600) ? 0 : random.Next((today - start).Days - 400));
        DateTimeOffset? to = null;
        if (random.Chance(130) && (today - from).Days > 800)
        {
            to = from.AddDays(random.Between(400, (today - from).Days - 20)).AddHours(9);
        }

        // Every twelfth has signed no notice: the share that a demo must show as refused does not depend on luck.
        var notice = members.Count % 12 == 5 ? (DateTimeOffset?)null : from;
        Add(CorpusPersonKind.Employee, "e", branch, desk, department, title, Domain, from, to, notice, firm: null);
    }

    private void InviteGuests()
    {
        foreach (var row in Resources.Rows("Data/guests.txt"))
        {
            var branch = Branch.Get(row[0]);
            var from = FirstDay(branch, random.Between(300, 1500));
            Add(CorpusPersonKind.Guest, "g", branch, row[1], row[2], row[3], row[4], from, to: null, random.Chance(700) ? from : null, firm: null);
        }
    }

    private void MeetClients()
    {
        foreach (var row in Resources.Rows("Data/clients.txt"))
        {
            var branch = Branch.Get(row[0]);
            for (var i = 0; i < 3; i++)
            {
                var from = FirstDay(branch, random.Next(200));
                DateTimeOffset? consent = row[3] == "consented" ? from : null;
                Add(CorpusPersonKind.External, "x", branch, "", row[1], row[4], row[2], from, to: null, consent, row[1]);
            }
        }
    }

    private void AddBots()
    {
        foreach (var row in Resources.Rows("Data/bots.txt"))
        {
            var person = new CorpusPerson(
                $"b-{row[0]}", PersonId: null, row[1], Email: null, Department: null, row[2], CorpusPersonKind.Bot, start, ValidTo: null, Notice: start);
            members.Add(new Member(person, Branch.Get("HK"), "", row[1], row[1], row[0]));
        }
    }

    private void Add(
        CorpusPersonKind kind, string prefix, Branch branch, string desk, string department, string title, string domain,
        DateTimeOffset from, DateTimeOffset? to, DateTimeOffset? notice, string? firm)
    {
        var name = NameTables.Shared.For(random, branch);
        while (!taken.Add(name.Display))
        {
            name = NameTables.Shared.For(random, branch);
        }

        var address = $"{name.First}.{name.Last}".ToLowerInvariant().Replace("'", "", StringComparison.Ordinal);
        var email = $"{address}@{domain}";
        for (var n = 2; !taken.Add(email); n++)
        {
            email = $"{address}{n}@{domain}";
        }

        var number = $"{members.Count + 1:D3}";
        var person = new CorpusPerson($"{prefix}-{number}", $"p-{number}", name.Display, email, department, title, kind, from, to, notice);
        members.Add(new Member(person, branch, desk, name.ShortEnglish, name.ShortChinese, firm));
    }

    private DateTimeOffset FirstDay(Branch branch, int daysIn) =>
        branch.AtLocal(DateOnly.FromDateTime(start.UtcDateTime).AddDays(daysIn), 8 * 3600);
}
