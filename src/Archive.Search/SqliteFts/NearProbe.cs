using Archive.Core.Search;

namespace Archive.Search.SqliteFts;

/// <summary>A proximity and the places of its phrases in the document at hand. Called from native code: never throws.</summary>
/// <param name="near">Its phrases in the order of <see cref="FtsExpression.BothSides"/>.</param>
internal sealed class NearProbe(BoundNear near)
{
    private readonly BoundPhrase[] _phrases = [.. near.Left, .. near.Right];
    private readonly int _leftCount = near.Left.Count;
    private readonly Proximity _proximity = new(near);
    private readonly List<PhrasePlace> _left = [];
    private readonly List<PhrasePlace> _right = [];

    public void Clear()
    {
        _left.Clear();
        _right.Clear();
    }

    /// <summary>In ascending order of positions.</summary>
    public void Add(int phrase, int position)
    {
        if (phrase < _phrases.Length)
        {
            (phrase < _leftCount ? _left : _right).Add(new PhrasePlace(
                position, position + _phrases[phrase].Terms.Count - 1, _phrases[phrase].EndsInPair));
        }
    }

    public bool Holds() => _proximity.Holds(_left, _right);
}
