using Archive.Simulators.Corpus;
using Archive.Simulators.Hosting;

namespace Archive.Simulators.WeCom.Organisation;

/// <summary>Gives everybody an id. Members have what an administrator would choose: the name of their mailbox, sometimes with a capital, sometimes
/// a staff number.</summary>
internal static class AccountNames
{
    private const ulong NumberOneIn = 12;
    private const ulong CapitalOneIn = 9;

    public static IEnumerable<Account> Of(IReadOnlyList<CorpusPerson> people)
    {
        // The platform does not tell ids apart by case.
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var person in people)
        {
            var id = IdOf(person);
            yield return new Account(person, taken.Add(id) ? id : $"{id}.{StableHash.Digits36(6, person.Id, "namesake").ToLowerInvariant()}");
        }
    }

    private static string IdOf(CorpusPerson person) => person.Kind switch
    {
        CorpusPersonKind.Bot => "wb" + Tail(person.Id),
        CorpusPersonKind.External => (StableHash.OneIn(2, person.Id, "WeChat") ? "wm" : "wo") + Tail(person.Id),
        _ => MemberId(person),
    };

    private static string MemberId(CorpusPerson person)
    {
        var mailbox = person.Email is { Length: > 0 } email ? email.Split('@')[0] : string.Empty;
        if (mailbox.Length == 0 || StableHash.OneIn(NumberOneIn, person.Id, "staff number"))
        {
            return $"{100_000 + (StableHash.Of(person.Id, "staff") % 900_000)}";
        }

        return StableHash.OneIn(CapitalOneIn, person.Id, "capital") ? char.ToUpperInvariant(mailbox[0]) + mailbox[1..] : mailbox;
    }

    private static string Tail(string id) => (StableHash.Hex32(id, "outsider") + StableHash.Hex32(id, "outside"))[..30];
}
