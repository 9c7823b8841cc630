using System.Security.Cryptography;
using System.Text;
using Archive.Core.Evidence;
using Archive.Core.Sanctioning;

namespace Archive.Tests.Sanctioning;

/// <summary>A register in memory.</summary>
internal sealed class TestRegister : IRegisterLog
{
    private readonly Lock _lock = new();
    private readonly List<EvidenceEntry> _entries = [];
    private SanctionRegister _register = SanctionRegister.Empty;

    public TestRegister()
    {
    }

    /// <param name="entries">That it begins with.</param>
    public TestRegister(params IEnumerable<RegisterChange> entries)
    {
        foreach (var change in entries)
        {
            Change("test", DateTimeOffset.UnixEpoch, _ => [change]);
        }
    }

    /// <summary>For tests that are about something else: every notice that a line names is published, and every source has a scope that covers everything.</summary>
    public static SanctionRegister Of(params IEnumerable<RegisteredAccount> accounts) => Of(accounts, accounts.Select(a => a.Source));

    /// <param name="sources">Those with a scope.</param>
    public static SanctionRegister Of(IEnumerable<RegisteredAccount> accounts, IEnumerable<string> sources)
    {
        var lines = accounts.ToList();
        return Of(ChangesOf(lines, sources));
    }

    public static IReadOnlyList<RegisterChange> ChangesOf(IReadOnlyList<RegisteredAccount> lines, IEnumerable<string> sources) =>
        [
            .. lines.Select(a => a.NoticeVersion).OfType<string>().Distinct().Select(Notice),
            .. sources.Distinct().Select(source => new ScopeAdopted(ScopeOf(source))),
            new AccountsChanged(RegisterOrigins.File, lines, [], null),
        ];

    public static SanctionRegister Of(params IReadOnlyList<RegisterChange> changes) => At([.. changes.Select(c => (DateTimeOffset.UnixEpoch, c))]);

    /// <summary>Each change as an entry of its own.</summary>
    public static SanctionRegister At(params IReadOnlyList<(DateTimeOffset At, RegisterChange Change)> changes)
    {
        var log = new TestRegister();
        foreach (var (at, change) in changes)
        {
            log.Change("test", at, _ => [change]);
        }

        return log._register;
    }

    public static RegisterDesk DeskOf(params IReadOnlyList<RegisteredAccount> accounts) => new(LogOf(accounts), TimeProvider.System);

    public static TestRegister LogOf(IReadOnlyList<RegisteredAccount> accounts) => new(ChangesOf(accounts, accounts.Select(a => a.Source)));

    public static SourceScope ScopeOf(string source) => new(
        source, "legal obligation", "tests", "none", DateTimeOffset.MinValue, DateTimeOffset.MaxValue, "PIA-1", DateTimeOffset.MaxValue, "test");

    public static NoticePublished Notice(string version) => new(version, "You are told.", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("You are told."))));

    public SanctionRegister Read() => _register;

    public Task<SanctionRegister> ChangeAsync(
        string actor, DateTimeOffset at, string what, Func<SanctionRegister, IReadOnlyList<RegisterChange>> decide, CancellationToken cancellationToken) =>
        Task.FromResult(Change(actor, at, decide));

    private SanctionRegister Change(string actor, DateTimeOffset at, Func<SanctionRegister, IReadOnlyList<RegisterChange>> decide)
    {
        lock (_lock)
        {
            if (decide(_register) is { Count: > 0 } changes)
            {
                _entries.Add(new EvidenceEntry(EvidenceKind.RegisterChanged, at, actor, RegisterEntry.Write("test", changes), _entries.Count));
                var state = new RegisterState();
                _entries.ForEach(state.Add);
                _register = state.ToRegister();
            }

            return _register;
        }
    }
}
