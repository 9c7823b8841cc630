using System.Globalization;
using System.Text;

namespace Archive.Simulators.Corpus.Bank;

/// <summary>Turns a written line into what is said: "[a|b]" takes one of the choices, "{slot}" a value that stays the same through
/// the scene. Slots are word lists of the language, names of the speakers, or the computed ones below.</summary>
internal sealed class SlotFiller(SeededRandom random, Language language, DateTimeOffset localTime, IReadOnlyDictionary<string, string> speakers)
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private static readonly string[] PersonalSlots = ["mobile", "idcard", "card", "email"];

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private PersonName? client;

    /// <summary>True when <paramref name="text"/> asks for personal data.</summary>
    public static bool IsPersonal(string text) => PersonalSlots.Any(s => text.Contains('{' + s, StringComparison.Ordinal));

    public string Fill(string text)
    {
        var filled = new StringBuilder(text.Length + 32);
        foreach (var c in Choose(text))
        {
            filled.Append(c);
            if (c == '}')
            {
                var open = filled.Length - 1;
                while (filled[open] != '{')
                {
                    open--;
                }

                var slot = filled.ToString(open + 1, filled.Length - open - 2);
                filled.Length = open;
                filled.Append(Value(slot));
            }
        }

        return filled.ToString();
    }

    private string Choose(string text)
    {
        for (var open = text.IndexOf('[', StringComparison.Ordinal); open >= 0; open = text.IndexOf('[', StringComparison.Ordinal))
        {
            var close = text.IndexOf(']', open);
            text = text[..open] + random.Pick(text[(open + 1)..close].Split('|')) + text[(close + 1)..];
        }

        return text;
    }

    private string Value(string slot)
    {
        if (speakers.TryGetValue(slot, out var speaker))
        {
            return speaker;
        }

        if (!values.TryGetValue(slot, out var value))
        {
            var dot = slot.IndexOf('.', StringComparison.Ordinal);
            if (dot > 0)
            {
                Quote(slot[..dot]);
                return values[slot];
            }

            values[slot] = value = Make(slot.TrimEnd('2', '3'));
        }

        return value;
    }

    /// <summary>A two-way price around the reference that stands behind the word, as in "USD/CNH;7.1842".</summary>
    private void Quote(string list)
    {
        Value(list);
        var reference = language.Words(list).First(w => w.StartsWith(values[list] + ';', StringComparison.Ordinal));
        var price = reference[(reference.IndexOf(';', StringComparison.Ordinal) + 1)..];
        var decimals = price.Length - price.IndexOf('.', StringComparison.Ordinal) - 1;
        var unit = new decimal(1, 0, 0, isNegative: false, (byte)decimals);
        var middle = decimal.Parse(price, Invariant) * (9_900 + random.Next(200)) / 10_000;
        var bid = decimal.Round(middle, decimals, MidpointRounding.ToEven);
        values[list + ".bid"] = Fixed(bid, decimals);
        values[list + ".ask"] = Fixed(bid + (unit * random.Between(2, 9)), decimals);
        values[list + ".last"] = Fixed(bid + unit, decimals);
    }

    private string Make(string slot) => slot switch
    {
        "m" => Number(random.Pick((int[])[2, 3, 5, 10, 15, 20, 25, 30, 50, 75, 100, 150])),
        "n" => Number(random.Between(2, 40)),
        "small" => Number(random.Between(2, 6)),
        "amount" => (random.Between(21, 9_900) * 1_000).ToString("#,##0", Invariant),
        "exact" => ((random.Between(1_000, 4_000_000) * 100m + random.Next(100)) / 100m).ToString("#,##0.00", Invariant),
        "wan" => Number(random.Between(2, 180) * 10),
        "pct" => Fixed(random.Between(110, 690) / 100m, 2),
        "bp" => Number(random.Between(1, 35)),
        "lots" => (random.Between(2, 90) * 100).ToString("#,##0", Invariant),
        "time" => Clock(localTime.AddMinutes(random.Between(2, 10) * 15 - (localTime.Minute % 15))),
        "earlier" => Clock(localTime.AddMinutes(-random.Between(6, 55))),
        "today" => Day(localTime),
        "tomorrow" => Day(NextWorkday()),
        "month" => language.IsChinese ? $"{localTime.Month}月" : localTime.ToString("MMMM", Invariant),
        "quarter" => language.IsChinese ? $"{Quarter()}季度" : $"Q{Quarter()}",
        "year" => Number(localTime.Year),
        "trade" => $"HB{localTime.ToString("yyMMdd", Invariant)}-{random.Digits(5)}",
        "ticket" => $"INC00{random.Between(10_000, 99_999)}",
        "order" => InventedNumbers.NearResidentId(random),
        "ref" => InventedNumbers.NearCard(random),
        "case" => InventedNumbers.NearMobile(random),
        "person" => language.IsChinese ? Client().Display : $"{Client().First} {Client().Last}",
        "visitor" => $"{Visitor().First} {Visitor().Last}",
        "mobile" => InventedNumbers.Mobile(random),
        "idcard" => InventedNumbers.ResidentId(random),
        "card" => InventedNumbers.BankCard(random),
        "email" => InventedNumbers.Email(random, Client().First, Client().Last),
        _ => Word(slot),
    };

    private string Word(string list)
    {
        var word = random.Pick(language.Words(list));
        var price = word.IndexOf(';', StringComparison.Ordinal);
        return price < 0 ? word : word[..price];
    }

    private PersonName Client() => client ??= language.IsChinese ? NameTables.Shared.Mainland(random) : NameTables.Shared.Western(random);

    private PersonName Visitor() => client ??= NameTables.Shared.Mainland(random);

    private static string Clock(DateTimeOffset time) => time.ToString("HH:mm", Invariant);

    private string Day(DateTimeOffset day) => language.IsChinese ? $"{day.Month}月{day.Day}日" : day.ToString("d MMM", Invariant);

    private DateTimeOffset NextWorkday() => localTime.AddDays(localTime.DayOfWeek switch
    {
        DayOfWeek.Friday => 3,
        DayOfWeek.Saturday => 2,
        _ => 1,
    });

    private int Quarter() => ((localTime.Month - 1) / 3) + 1;

    private static string Number(int value) => value.ToString(Invariant);

    private static string Fixed(decimal value, int decimals) => value.ToString("F" + decimals.ToString(Invariant), Invariant);
}
