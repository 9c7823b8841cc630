using Archive.Core.Sanctioning;

namespace Archive.Cli.Import;

/// <summary>The register as imports keep it. A firm's own register decides who may be imported; only where there is none, or where the user asks for
/// it, are the senders of a file registered, each line marked by its notice <see cref="RegisterDesk.ImportNotice"/>.</summary>
internal static class ImportRegister
{
    /// <summary>How long the scope of an import counts: as long as an import takes, generously.</summary>
    private static readonly TimeSpan Duration = TimeSpan.FromDays(30);

    /// <summary>True when no line of the register is the firm's own.</summary>
    public static bool IsImportsOnly(SanctionRegister register) => register.Lines.SelectMany(l => l.Value).All(a => a.NoticeVersion == RegisterDesk.ImportNotice);

    /// <summary>The lines of earlier imports of a source, with every sender in it from the first message on. Whom the firm's own lines name is left to them.</summary>
    /// <param name="added">Senders who were not in it, or whose messages began earlier than their line.</param>
    public static IReadOnlyList<RegisteredAccount> Extend(
        SanctionRegister register, string source, IReadOnlyList<FoundSender> senders, out int added)
    {
        var origin = RegisterOrigins.Import(source);
        var lines = register.Lines.GetValueOrDefault(origin, []).ToList();
        var firms = register.Lines.Where(l => l.Key != origin).SelectMany(l => l.Value).Where(a => a.Source == source).Select(a => a.AccountId).ToHashSet(StringComparer.Ordinal);
        added = 0;
        foreach (var (sender, first) in senders.Where(s => s.Sender.Id.Length > 0 && !firms.Contains(s.Sender.Id))) // nobody can be registered without an id
        {
            var own = lines.FindIndex(a => a.AccountId == sender.Id);
            if (own < 0)
            {
                lines.Add(new RegisteredAccount(
                    source, sender.Id, sender.Id, sender.Name, null, first, null, RegisterDesk.ImportNotice, first, AccountStanding.Sanctioned));
                added++;
            }
            else if (first < lines[own].ValidFrom)
            {
                lines[own] = lines[own] with { ValidFrom = first, NoticeSignedAt = first };
                added++;
            }
        }

        return lines;
    }

    /// <summary>Says plainly that nobody has approved the import.</summary>
    public static SourceScope ScopeOf(string source, string reason, DateTimeOffset now) => new(
        source,
        "none stated: read from a file at the command line",
        "keep what the firm has already",
        "none stated",
        DateTimeOffset.MinValue,
        now + Duration,
        "none",
        now + Duration,
        reason);
}
