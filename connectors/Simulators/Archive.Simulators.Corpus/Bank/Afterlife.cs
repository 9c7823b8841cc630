using System.Text;

namespace Archive.Simulators.Corpus.Bank;

/// <summary>What happens to a message after it was sent: corrected typing errors, recalls, reactions.</summary>
internal sealed class Afterlife(SeededRandom random, DateTimeOffset today)
{
    private const int EditPerMille = 21;
    private const int RecallPerMille = 9;
    private const int FlaggedRecallPerMille = 120;
    private const int ReactionPerMille = 102;

    public void Befall(Draft draft)
    {
        if (draft.Kind != CorpusMessageKind.Text)
        {
            return;
        }

        if (draft.Sender.Person.Kind != CorpusPersonKind.Bot)
        {
            Correct(draft);
            Recall(draft);
        }

        React(draft);
    }

    private void Correct(Draft draft)
    {
        var at = draft.Time.AddSeconds(random.Between(15, 600));
        if (!random.Chance(EditPerMille) || at > today)
        {
            return;
        }

        var meant = draft.Text;
        var typed = Mistype(meant);
        var tail = (draft.Room.Language.IsChinese ? "" : " ") + random.Pick(draft.Room.Language.Words("afterthought"));
        draft.Text = typed;
        draft.Edits.Add(new CorpusEdit(at, typed == meant ? meant + tail : meant));
        at = at.AddSeconds(random.Between(30, 3_600));
        if (typed != meant && random.Chance(250) && at <= today)
        {
            draft.Edits.Add(new CorpusEdit(at, meant + tail));
        }
    }

    private void Recall(Draft draft)
    {
        var last = draft.Edits.Count > 0 ? draft.Edits[^1].Time : draft.Time;
        var at = last.AddSeconds(random.Between(10, 1_200));
        if (random.Chance(draft.Flagged ? FlaggedRecallPerMille : RecallPerMille) && at <= today)
        {
            draft.RecalledAt = at;
        }
    }

    private void React(Draft draft)
    {
        if (!random.Chance(ReactionPerMille))
        {
            return;
        }

        var present = draft.Room.Members
            .Where(m => m.CanSpeak(draft.Time) && m != draft.Sender && m.Person.Kind != CorpusPersonKind.Bot).ToList();
        random.Shuffle(present);
        var used = 0;
        foreach (var emoji in Emoji())
        {
            var count = Math.Min(random.Next(4) == 0 ? random.Between(2, 5) : 1, present.Count - used);
            if (count > 0)
            {
                draft.Reactions.Add(new CorpusReaction(emoji, [.. present.Skip(used).Take(count).Select(m => m.Person.Id)]));
                used += count;
            }
        }
    }

    private IEnumerable<string> Emoji()
    {
        var names = Language.English.Words("emoji");
        var first = random.Pick(names);
        var second = random.Pick(names);
        return random.Chance(150) && second != first ? [first, second] : [first];
    }

    /// <summary>Two neighbouring letters swapped or one Han character lost; numbers are left alone. Unchanged when there is no
    /// place for it.</summary>
    private string Mistype(string text)
    {
        var places = Enumerable.Range(1, Math.Max(text.Length - 2, 0))
            .Where(i => IsHan(text[i]) || (char.IsAsciiLetterLower(text[i]) && char.IsAsciiLetterLower(text[i + 1]) && text[i] != text[i + 1]))
            .ToList();
        if (places.Count == 0)
        {
            return text;
        }

        var at = random.Pick(places);
        var typed = new StringBuilder(text);
        if (IsHan(text[at]))
        {
            typed.Remove(at, 1);
        }
        else
        {
            (typed[at], typed[at + 1]) = (typed[at + 1], typed[at]);
        }

        return typed.ToString();
    }

    private static bool IsHan(char c) => c is >= '\u4e00' and <= '\u9fff';
}
