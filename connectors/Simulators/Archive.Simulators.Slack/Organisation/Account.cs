using System.Text;
using Archive.Simulators.Corpus;
using Archive.Simulators.Hosting;

namespace Archive.Simulators.Slack.Organisation;

/// <summary>A person of the corpus as the platform knows them.</summary>
/// <param name="Id"><c>U…</c> or, as on Grid for some people, <c>W…</c>.</param>
/// <param name="BotId"><c>B…</c>; null for people.</param>
/// <param name="TeamId">Home workspace; another organisation's for external people.</param>
internal sealed record Account(CorpusPerson Source, string Id, string? BotId, string? AppId, string TeamId)
{
    /// <summary>Login name, for instance "alice.chen".</summary>
    public string Login { get; } = LoginOf(Source);

    public bool IsExternal => Source.Kind == CorpusPersonKind.External;

    public bool IsBot => Source.Kind == CorpusPersonKind.Bot;

    public bool IsGuest => Source.Kind == CorpusPersonKind.Guest;

    /// <summary>Single-channel guest, as half of the guests are.</summary>
    public bool IsUltraRestricted => IsGuest && StableHash.OneIn(2, Source.Id, "ultra");

    /// <summary>An employee: neither guest nor stranger nor bot.</summary>
    public bool IsMember => Source.Kind == CorpusPersonKind.Employee;

    public bool HasCome(DateTimeOffset now) => Source.ValidFrom <= now;

    public bool HasLeft(DateTimeOffset now) => Source.ValidTo <= now;

    private static string LoginOf(CorpusPerson person)
    {
        if (person.Email is { } email && email.IndexOf('@', StringComparison.Ordinal) is > 0 and var at)
        {
            return email[..at].ToLowerInvariant();
        }

        var login = new StringBuilder();
        foreach (var c in person.Name.ToLowerInvariant())
        {
            login.Append(char.IsLetterOrDigit(c) ? c : '.');
        }

        return login.ToString();
    }
}

internal sealed record Team(string Id, string Name, string Domain);
