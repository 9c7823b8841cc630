using Archive.Core.Redaction;
using Xunit;

namespace Archive.Tests.Redaction;

/// <summary>One table for each entity: positives, near misses, exact spans, both languages and widths.</summary>
public sealed class RecognitionTests
{
    public static TheoryData<string, string> Email => RedactionCases.Read("email");

    public static TheoryData<string, string> Phone => RedactionCases.Read("phone");

    public static TheoryData<string, string> Card => RedactionCases.Read("card");

    public static TheoryData<string, string> ResidentId => RedactionCases.Read("cn-id");

    [Theory]
    [MemberData(nameof(Email))]
    public void Finds_email_addresses(string text, string stored) => Assert.Equal(stored, TestRedaction.Dropping.Redact(text).Text);

    [Theory]
    [MemberData(nameof(Phone))]
    public void Finds_telephone_numbers(string text, string stored) => Assert.Equal(stored, TestRedaction.Dropping.Redact(text).Text);

    [Theory]
    [MemberData(nameof(Card))]
    public void Finds_bank_cards(string text, string stored) => Assert.Equal(stored, TestRedaction.Dropping.Redact(text).Text);

    [Theory]
    [MemberData(nameof(ResidentId))]
    public void Finds_resident_identity_numbers(string text, string stored) => Assert.Equal(stored, TestRedaction.Dropping.Redact(text).Text);

    [Fact]
    public void Searches_only_for_entities_with_a_rule()
    {
        var engine = TestRedaction.Engine(new RedactionPolicy("only", 3, [new RedactionRule(RedactionEntities.Email, RedactionOperators.Drop)]));

        var redacted = engine.Redact("a@b.cn 13800138000");

        Assert.Equal("⟦email⟧ 13800138000", redacted.Text);
        Assert.Equal("only@3", engine.PolicyVersion);
    }

    [Fact]
    public void A_lower_threshold_takes_unbroken_cards_without_context()
    {
        var engine = TestRedaction.Engine(new RedactionPolicy("low", 1, [new RedactionRule(RedactionEntities.Card, RedactionOperators.Drop)], Threshold: 40));

        Assert.Equal("we saw ⟦card⟧ there", engine.Redact("we saw 4111111111111111 there").Text);
    }

    [Fact]
    public void No_single_changed_digit_keeps_an_identity_number_valid()
    {
        const string valid = "440524188001010014";
        for (var i = 0; i < valid.Length; i++)
        {
            for (var digit = '0'; digit <= '9'; digit++)
            {
                var changed = valid[..i] + digit + valid[(i + 1)..];

                var found = TestRedaction.Dropping.Redact($"看{changed}吧").Text == "看⟦cn-id⟧吧";

                Assert.Equal(changed == valid, found);
            }
        }
    }
}
