using Archive.Simulators.Corpus;
using Archive.Simulators.Hosting;

namespace Archive.Simulators.WeCom.Organisation;

/// <summary>A person or robot of the corpus as the platform knows them.</summary>
/// <param name="Id">Bare for members, <c>wm…</c> and <c>wo…</c> for outsiders with WeChat and WeCom, <c>wb…</c> for robots.</param>
internal sealed record Account(CorpusPerson Source, string Id)
{
    private const int Editions = 3;

    public bool IsRobot => Source.Kind == CorpusPersonKind.Bot;

    public bool IsOutsider => Source.Kind == CorpusPersonKind.External;

    public bool IsMember => !IsRobot && !IsOutsider;

    /// <summary>Which edition of the archive the seat is of: 1 office, 2 service, 3 enterprise.</summary>
    public int Edition { get; } = 1 + (int)(StableHash.Of(Source.Id, "edition") % Editions);

    public bool HasLeft(DateTimeOffset now) => Source.ValidTo <= now;

    public bool HasCome(DateTimeOffset now) => Source.ValidFrom <= now;

    // There is one account for each person.
    public bool Equals(Account? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Id);
}
