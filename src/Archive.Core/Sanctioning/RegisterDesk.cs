using System.Security.Cryptography;
using System.Text;
using Archive.Core.Messages;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Archive.Core.Sanctioning;

/// <summary>Every way in which the register may be changed, with what is asked of it. Thread-safe; two at the same time come one after the other.</summary>
/// <param name="clock">Times of the entries.</param>
/// <param name="logger">Is told what a platform said that could not be taken for true.</param>
public sealed partial class RegisterDesk(IRegisterLog log, TimeProvider clock, ILogger<RegisterDesk>? logger = null)
{
    /// <summary>Characters of a notice: some pages, not a book that nobody reads.</summary>
    public const int LongestNotice = 50_000;

    /// <summary>Characters of each field of a scope.</summary>
    public const int LongestField = 1_000;

    /// <summary>Notice of lines that an import made: nobody signed anything, and whoever reads the register sees that.</summary>
    public const string ImportNotice = "imported";

    private const string ImportNoticeText = "No notice was signed. The messages were read from an export file, whose senders were registered by whoever imported it.";

    public SanctionRegister Read() => log.Read();

    /// <summary>The lines replace those of the same origin.</summary>
    /// <param name="file">Where they were read from a file.</param>
    public Task<SanctionRegister> ReplaceAccountsAsync(
        string origin, IReadOnlyList<RegisteredAccount> lines, RegisterFileMark? file, string actor, CancellationToken cancellationToken) => ChangeAsync(
        actor, "accounts of " + origin, now => RegisterDifference.Of(now, origin, lines, file), cancellationToken);

    /// <exception cref="RegisterRefusedException">Name or text is missing or too long, or the name is taken by another text or kept for imports.</exception>
    public Task<SanctionRegister> PublishNoticeAsync(string version, string text, string actor, CancellationToken cancellationToken)
    {
        Require(version, "a name of the notice, such as monitoring-notice@1", 100);
        Require(text, "the text of the notice", LongestNotice);
        var change = NoticeOf(version.Trim(), text);
        if (string.Equals(change.Version, ImportNotice, StringComparison.OrdinalIgnoreCase))
        {
            throw new RegisterRefusedException(RegisterRefusal.ThereAlready, $"The name '{ImportNotice}' is kept for imports, whose senders signed nothing. Choose another name.");
        }

        return ChangeAsync(
            actor,
            "notice published",
            now => now.FindNotice(change.Version) is not { } there ? [change]
                : there.Sha256 == change.Sha256 ? []
                : throw new RegisterRefusedException(
                    RegisterRefusal.ThereAlready, $"Notice {change.Version} was published with another text, and people may have signed that. Choose another name for the new text."),
            cancellationToken);
    }

    /// <summary>Registers the senders of a file that the firm has already, under a notice and a scope which say that nobody signed or approved anything.</summary>
    /// <param name="lines">All that were registered for the source this way, with the notice <see cref="ImportNotice"/>.</param>
    /// <param name="scope">Only where the source has none yet, or that of an earlier import has run out.</param>
    public Task<SanctionRegister> AdoptImportAsync(
        string source, IReadOnlyList<RegisteredAccount> lines, SourceScope scope, string actor, CancellationToken cancellationToken) => ChangeAsync(
        actor,
        "senders of import " + source,
        now =>
        [
            .. now.FindNotice(ImportNotice) is null ? new[] { NoticeOf(ImportNotice, ImportNoticeText) } : [],
            .. now.MayAdoptScope(source, clock.GetUtcNow()) ? new[] { new ScopeAdopted(scope) } : [],
            .. RegisterDifference.Of(now, RegisterOrigins.Import(source), lines, null),
        ],
        cancellationToken);

    /// <summary>What a person signed before is left out.</summary>
    /// <exception cref="RegisterRefusedException">A version is not published, a name is missing, a time lies in the future, or a paper is of a person whom the register
    /// does not have: whoever records one has the person before them, so that is a slip. A list may come before its accounts.</exception>
    public async Task<SignOutcome> SignAsync(IReadOnlyList<NoticeSignature> signatures, string actor, CancellationToken cancellationToken)
    {
        var (added, unknown) = (new List<NoticeSignature>(), new List<string>());
        var register = await ChangeAsync(
            actor,
            "notices signed",
            now =>
            {
                var people = now.Accounts.Accounts.Select(a => a.PersonId).ToHashSet(StringComparer.Ordinal);
                unknown = [.. signatures.Select(s => s.Person).Where(p => !people.Contains(p)).Distinct(StringComparer.Ordinal)];
                foreach (var signature in signatures)
                {
                    RequireRight(signature, now, isKnown: people.Contains(signature.Person));
                }

                added = [.. signatures.DistinctBy(s => (s.Person, s.Version)).Where(s => !now.HasSigned(s.Person, s.Version))];
                return added.Count == 0 ? [] : [new NoticeSigned(added)];
            },
            cancellationToken);
        return new SignOutcome(register, added.Count, unknown);
    }

    /// <summary>Takes back a signature that was recorded wrongly: from now on it is as if it had never been, and the person may sign anew.</summary>
    /// <exception cref="RegisterRefusedException">A field is missing or too long, or there is no such signature. One that a line of a list names goes with the line.</exception>
    public Task<SanctionRegister> WithdrawSignatureAsync(string person, string version, string reason, string actor, CancellationToken cancellationToken)
    {
        Require(person, "the person who signed", 200);
        Require(version, "the notice", 100);
        Require(reason, "why it is withdrawn", LongestField);
        return ChangeAsync(
            actor,
            "signature withdrawn",
            now => now.HasSigned(person, version)
                ? [new SignatureWithdrawn(person, version, reason)]
                : throw new RegisterRefusedException(
                    RegisterRefusal.NotSigned, $"No signature of {person} under {version} is recorded. One that stands on a line of the firm's list is corrected in the list.", person),
            cancellationToken);
    }

    /// <exception cref="RegisterRefusedException">A field is missing or too long, an end lies in the past, or a proposal for the source waits already.</exception>
    public Task<SanctionRegister> ProposeScopeAsync(SourceScope scope, string actor, CancellationToken cancellationToken)
    {
        Require(scope.Source, "the source", 200);
        Require(scope.Basis, "the lawful basis", LongestField);
        Require(scope.Purpose, "the purpose", LongestField);
        Require(scope.Reference, "the law or rule that it rests on", LongestField);
        Require(scope.Assessment, "where the impact assessment is", LongestField);
        Require(scope.Reason, "why this version is made", LongestField);
        var at = clock.GetUtcNow();
        if (scope.EndsBy(at) || scope.ExpiresAt <= scope.MessagesFrom)
        {
            throw new RegisterRefusedException(RegisterRefusal.Incomplete, "The end of the basis and the review of the assessment must lie in the future, and the end after the first message.");
        }

        return ChangeAsync(
            actor,
            "scope of " + scope.Source + " proposed",
            now => now.Proposals.Any(p => p.Scope.Source == scope.Source)
                ? throw new RegisterRefusedException(RegisterRefusal.ThereAlready, $"A scope of {scope.Source} waits for a decision already. Have it approved or refused first.")
                : [new ScopeProposed(scope)],
            cancellationToken);
    }

    /// <exception cref="RegisterRefusedException">No such proposal waits, it is the actor's own, or its end or its review has come while it waited.</exception>
    public Task<SanctionRegister> ApproveScopeAsync(long proposal, string actor, CancellationToken cancellationToken) => ChangeAsync(
        actor,
        "scope approved",
        now =>
        {
            var waiting = Require(now, proposal);
            if (!waiting.MayApprove(actor))
            {
                throw new RegisterRefusedException(RegisterRefusal.OwnProposal, "Nobody approves what they asked for. Somebody else has to decide.");
            }

            // The last version counts alone: one that is over already would put a valid one out of force.
            return waiting.Scope.EndsBy(clock.GetUtcNow())
                ? throw new RegisterRefusedException(
                    RegisterRefusal.Outdated, "The end of this proposal, or the review of its assessment, has come while it waited. Refuse it, and have the scope proposed anew with days that lie ahead.")
                : [new ScopeApproved(proposal)];
        },
        cancellationToken);

    /// <exception cref="RegisterRefusedException">No such proposal waits.</exception>
    public Task<SanctionRegister> RefuseScopeAsync(long proposal, string actor, CancellationToken cancellationToken) => ChangeAsync(
        actor, "scope refused", now => [new ScopeRefused(Require(now, proposal).Id)], cancellationToken);

    /// <summary>The accounts that the platform's official scope lists now.</summary>
    public Task<SanctionRegister> ListAsync(string source, PlatformListing listing, string actor, CancellationToken cancellationToken) => ChangeAsync(
        actor, "official scope of " + source, now => RegisterDifference.Of(now, source, listing), cancellationToken);

    /// <summary>Departments and people as the platform's directory has them now. Everybody in it becomes a line of the register from now on; whoever left it is ended.
    /// One without anybody changes nothing: a platform that withholds its directory may answer so, and everybody's period would end at once.</summary>
    public Task<SanctionRegister> SynchroniseAsync(string source, DirectorySnapshot directory, string actor, CancellationToken cancellationToken)
    {
        if (directory.People.Count == 0)
        {
            Log.EmptyDirectory(logger ?? NullLogger<RegisterDesk>.Instance, source);
            return Task.FromResult(log.Read());
        }

        var at = Timestamps.Cut(clock.GetUtcNow());
        return ChangeAsync(actor, "directory of " + source, now => RegisterDifference.Of(now, source, directory, at), cancellationToken);
    }

    private Task<SanctionRegister> ChangeAsync(
        string actor, string what, Func<SanctionRegister, IReadOnlyList<RegisterChange>> decide, CancellationToken cancellationToken) =>
        log.ChangeAsync(actor, Timestamps.Cut(clock.GetUtcNow()), what, decide, cancellationToken);

    private void RequireRight(NoticeSignature signature, SanctionRegister now, bool isKnown)
    {
        Require(signature.Person, "the person who signed", 200);
        Require(signature.Signer, "the name of whoever signed", 200);
        if (now.FindSignable(signature.Version)?.Sha256 != signature.Sha256)
        {
            throw new RegisterRefusedException(RegisterRefusal.NotThere, $"No notice {signature.Version} with this text is published for people to sign.");
        }

        if (signature.SignedAt > clock.GetUtcNow())
        {
            throw new RegisterRefusedException(RegisterRefusal.Incomplete, "Nobody can have signed in the future. Check the times.");
        }

        if (signature.Way == SignatureWay.Upload && !isKnown)
        {
            throw new RegisterRefusedException(RegisterRefusal.UnknownPerson, $"The register has no person {signature.Person}. Check the id.", signature.Person);
        }
    }

    private static NoticePublished NoticeOf(string version, string text) =>
        new(version, text, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));

    private static void Require(string? value, string what, int longest)
    {
        if (string.IsNullOrWhiteSpace(value) || value.Length > longest)
        {
            throw new RegisterRefusedException(RegisterRefusal.Incomplete, $"Missing or longer than {longest:N0} characters: {what}.");
        }
    }

    private static ProposedScope Require(SanctionRegister now, long proposal) => now.Proposals.FirstOrDefault(p => p.Id == proposal)
        ?? throw new RegisterRefusedException(RegisterRefusal.NotOpen, $"No proposal {proposal} waits for a decision. Somebody may have decided it.");

    private static partial class Log
    {
        [LoggerMessage(EventId = 2121, Level = LogLevel.Warning, Message = "{Source}: the directory came without anybody in it, so it counts as not read and the register stays as it was. Check what the app may read of the directory.")]
        public static partial void EmptyDirectory(ILogger logger, string source);
    }
}
