using Archive.Core.Redaction;
using CsCheck;
using Xunit;

namespace Archive.Tests.Redaction;

/// <summary>Values made at random by their own rules, put into random texts.</summary>
public sealed class RedactionPropertyTests
{
    private static readonly Gen<string> Digit = Gen.Int[0, 9].Select(d => d.ToString());

    private static readonly Gen<string> Mobile = Gen.Select(Gen.Int[3, 9], Digits(9), Among("", "-", " ", "·"), (second, rest, gap) =>
        $"1{second}{rest[..1]}{gap}{rest[1..5]}{gap}{rest[5..]}");

    private static readonly Gen<string> ResidentId = Gen.Select(
        Among("110105", "440524", "310115", "650101"), Gen.Date[new DateTime(1930, 1, 1), new DateTime(2020, 1, 1)], Digits(3), (area, birth, sequence) =>
            WithCheck($"{area}{birth:yyyyMMdd}{sequence}"));

    private static readonly Gen<string> Card = Gen.Select(Among("62", "4", "52"), Digits(16), Among(" ", "-"), (prefix, rest, gap) =>
    {
        var digits = WithLuhn((prefix + rest)[..15]);
        return $"{digits[..4]}{gap}{digits[4..8]}{gap}{digits[8..12]}{gap}{digits[12..]}";
    });

    private static readonly Gen<string> Email = Gen.Select(Gen.String[Gen.Char["abcxyz019_"], 1, 12], Gen.String[Gen.Char["abcxyz"], 1, 10], (local, domain) => $"a{local}@{domain}.com");

    private static readonly Gen<string> Value = Gen.OneOf(Mobile, ResidentId, Card, Email);

    /// <summary>Text that no rule of other things reads, ending so that a number may follow.</summary>
    private static readonly Gen<string> Around = Gen.String[Gen.Char["你好我的在吗，。 \nhi?！;"], 0, 30];

    /// <summary>Pieces of numbers, labels and addresses in any order: what a policy has to come to rest on.</summary>
    private static readonly Gen<string> Debris = Gen.OneOf(
        Gen.String[Gen.Char["0123456789 -.·()+@aX电话卡号⟦⟧*"], 0, 60],
        Gen.Select(Value, Gen.String[Gen.Char["0123456789 -@.X"], 0, 6], (value, tail) => value + tail).Array[0, 5].Select(string.Concat));

    [Fact]
    public void Every_value_is_replaced_and_none_of_it_survives() =>
        Gen.Select(Around, Value, Around).Sample(
            (before, value, after) =>
            {
                var redacted = TestRedaction.Dropping.Redact($"{before} {value} {after}");

                Assert.Single(redacted.Marks);
                Assert.DoesNotContain(redacted.Text, char.IsAsciiDigit);
                Assert.DoesNotContain('@', redacted.Text);
                Assert.Equal($"{before} ⟦{redacted.Marks[0].Entity}⟧ {after}", redacted.Text);
            },
            iter: 5_000);

    [Fact]
    public void Redacting_again_changes_nothing() =>
        Gen.Select(Debris, Among(TestRedaction.Replacing, TestRedaction.Dropping, TestRedaction.Masking)).Sample(
            (text, engine) =>
            {
                var once = engine.Redact(text);

                var twice = engine.Redact(once);

                Assert.Equal(once.Text, twice.Text);
                Assert.Equal(once.Marks, twice.Marks);
            },
            iter: 20_000);

    [Fact]
    public void Marks_are_in_order_apart_and_inside_and_only_they_hold_label_brackets() =>
        Debris.Sample(
            text =>
            {
                var redacted = TestRedaction.Replacing.Redact(text);

                var end = 0;
                foreach (var mark in redacted.Marks)
                {
                    Assert.True(mark.Start >= end);
                    Assert.DoesNotContain('⟦', redacted.Text[end..mark.Start]);
                    Assert.Equal('⟦', redacted.Text[mark.Start]);
                    end = mark.Start + mark.Length;
                    Assert.Equal('⟧', redacted.Text[end - 1]);
                }

                Assert.DoesNotContain('⟧', redacted.Text[end..]);
            },
            iter: 20_000);

    private static Gen<string> Digits(int count) => Digit.Array[count].Select(string.Concat);

    private static string WithCheck(string digits)
    {
        int[] weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        return digits + "10X98765432"[digits.Select((c, i) => (c - '0') * weights[i]).Sum() % 11];
    }

    private static string WithLuhn(string digits)
    {
        var sum = digits.Reverse().Select((c, i) => i % 2 == 0 ? "0246813579"[c - '0'] - '0' : c - '0').Sum();
        return digits + ((10 - (sum % 10)) % 10);
    }

    private static Gen<T> Among<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
