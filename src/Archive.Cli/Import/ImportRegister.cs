using Archive.Core.Sanctioning;
using Archive.Storage;

namespace Archive.Cli.Import;

/// <summary>The register as imports keep it. A firm's own register decides who may be imported; only where there is none, or where the user asks for
/// it, are the senders of a file registered, each line marked by its notice "imported".</summary>
internal static class ImportRegister
{
    /// <summary>Notice of lines that an import made: nobody signed anything, and whoever reads the register sees that.</summary>
    public const string Notice = "imported";

    /// <summary>True when no line of the register is the firm's own.</summary>
    public static bool IsImportsOnly(AccountRegister register) => register.Accounts.All(a => a.NoticeVersion == Notice);

    /// <returns>Null when the folder has no register.</returns>
    public static AccountRegister? Read(DataFolder folder) =>
        File.Exists(folder.Register) ? RegisterFile.Read(File.ReadAllBytes(folder.Register)) : null;

    /// <summary>The register with every sender in it from the first message on. Lines of the firm are never touched.</summary>
    /// <param name="added">Senders who were not in it, or whose messages began earlier than their line.</param>
    public static IReadOnlyList<RegisteredAccount> Extend(
        AccountRegister? register, string source, IReadOnlyList<FoundSender> senders, out int added)
    {
        var lines = (register?.Accounts ?? []).ToList();
        added = 0;
        foreach (var (sender, first) in senders.Where(s => s.Sender.Id.Length > 0)) // nobody can be registered without an id
        {
            var own = lines.FindIndex(a => a.Source == source && a.AccountId == sender.Id);
            if (own < 0)
            {
                lines.Add(new RegisteredAccount(source, sender.Id, sender.Id, sender.Name, null, first, null, Notice, first, AccountStanding.Sanctioned));
                added++;
            }
            else if (lines[own].NoticeVersion == Notice && first < lines[own].ValidFrom)
            {
                lines[own] = lines[own] with { ValidFrom = first, NoticeSignedAt = first };
                added++;
            }
        }

        return lines;
    }

    /// <summary>Replaces the file in one step, so that a crash leaves the old register or the new one.</summary>
    public static void Write(DataFolder folder, IReadOnlyList<RegisteredAccount> accounts)
    {
        var next = folder.Register + ".new";
        File.WriteAllBytes(next, RegisterFile.Write(accounts));
        File.Move(next, folder.Register, overwrite: true);
    }
}
