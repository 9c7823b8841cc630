using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Archive.Core.Connectors;
using Archive.Core.Messages;
using Archive.Core.Sanctioning;

namespace Archive.Cli.Import;

/// <summary>A file that is read from its start again when the register says something else of its source than when it was read before: what was refused then may
/// be admitted now, and what is stored comes to nothing as a duplicate.</summary>
internal sealed class RegisteredImport(IChatConnector file, SanctionRegister register) : IChatConnector
{
    private const string Part = "register";

    private readonly string _register = Summarise(register, file.Source);

    public string Source => file.Source;

    public string Platform => file.Platform;

    public Provenance Provenance => file.Provenance;

    public async IAsyncEnumerable<SourcePage> ReadAsync(SourceCursor cursor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var from = cursor.Find(Part) == _register ? cursor : SourceCursor.Start;
        await foreach (var page in file.ReadAsync(from, cancellationToken))
        {
            yield return page with { CursorChanges = new Dictionary<string, string?>(page.CursorChanges, StringComparer.Ordinal) { [Part] = _register } };
        }
    }

    /// <summary>What the register says of a source alone: those of live sources change with every run.</summary>
    private static string Summarise(SanctionRegister register, string source) => Convert.ToHexStringLower(SHA256.HashData(
        [.. RegisterFile.Write(register.Accounts.Accounts.Where(a => a.Source == source)), .. Encoding.UTF8.GetBytes($"scope {register.ScopesOf(source).Count}")]));
}
