namespace Archive.Simulators.Corpus.Bank;

/// <summary>An account with what the generator needs to let it speak.</summary>
/// <param name="Desk">Short name of the desk; empty outside the staff.</param>
internal sealed record Member(CorpusPerson Person, Branch Branch, string Desk, string ShortEnglish, string ShortChinese, string? Firm = null)
{
    public bool IsStaff => Person.Kind is CorpusPersonKind.Employee or CorpusPersonKind.Guest;

    public string Short(Language language) => language.IsChinese ? ShortChinese : ShortEnglish;

    /// <summary>A day's margin at both ends, so that nobody speaks before joining or after leaving.</summary>
    public bool CanSpeak(DateTimeOffset at) =>
        at >= Person.ValidFrom.AddDays(1) && (Person.ValidTo is not { } end || at < end.AddDays(-1));
}
