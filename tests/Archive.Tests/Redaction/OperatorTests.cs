using Archive.Core.Redaction;
using Xunit;

namespace Archive.Tests.Redaction;

public sealed class OperatorTests
{
    [Theory]
    [InlineData("13800138000", "138-0013-8000")]
    [InlineData("13800138000", "+86 138 0013 8000")]
    [InlineData("13800138000", "１３８００１３８０００")]
    [InlineData("010-62023200", "+86 10 6202 3200")]
    [InlineData("+1 212-703-2001", "212-703-2001")]
    [InlineData("Li@Example.cn", "ｌｉ＠ｅｘａｍｐｌｅ．ｃｎ")]
    [InlineData("11010519491231002x", "110105 19491231 002X")]
    [InlineData("身份证110105491231002", "身份证11010519491231002X")]
    public void One_value_has_one_tag_however_it_is_written(string one, string other)
    {
        var label = Label(one);

        Assert.Matches("^⟦(email|phone|cn-id):[a-z2-7]{4}⟧$", label);
        Assert.Equal(label, Label(other));
    }

    [Fact]
    public void Tags_depend_on_value_and_on_key()
    {
        var otherKey = TestRedaction.Engine(RedactionPolicy.Default, new byte[32]);

        Assert.NotEqual(Label("13800138000"), Label("13800138001"));
        Assert.NotEqual(Label("13800138000"), otherKey.Redact("13800138000").Text);
    }

    [Theory]
    [InlineData("卡号4111 1111 1111 1111", "卡号**** **** **** 1111")]
    [InlineData("11010519491231002X", "*************1002*")]
    [InlineData("a1234567@b.cn", "********@*.**")]
    public void Masking_keeps_the_last_digits_and_the_form(string text, string stored) =>
        Assert.Equal(stored, TestRedaction.Masking.Redact(text).Text);

    [Fact]
    public void Marks_point_into_the_stored_text()
    {
        var redacted = TestRedaction.Replacing.Redact("手机13800138000，邮箱a@b.cn，完");

        Assert.Equal(["phone", "email"], redacted.Marks.Select(m => m.Entity));
        Assert.All(redacted.Marks, m => Assert.StartsWith($"⟦{m.Entity}:", redacted.Text.Substring(m.Start, m.Length), StringComparison.Ordinal));
        Assert.All(redacted.Marks, m => Assert.EndsWith("⟧", redacted.Text.Substring(m.Start, m.Length), StringComparison.Ordinal));
    }

    [Fact]
    public void Nobody_can_type_a_label()
    {
        var redacted = TestRedaction.Replacing.Redact("⟦phone:abcd⟧");

        Assert.Equal("〚phone:abcd〛", redacted.Text);
        Assert.Empty(redacted.Marks);
    }

    [Fact]
    public void Text_without_anything_is_given_back_as_it_is()
    {
        const string text = "下午三点开会, see you";

        Assert.Same(text, TestRedaction.Replacing.Redact(text).Text);
    }

    [Fact]
    public void Options_name_every_fault()
    {
        var options = new RedactionOptions
        {
            Version = 0,
            Rules =
            [
                new RedactionRuleOptions { Entity = "face" },
                new RedactionRuleOptions { Entity = "card", Operator = "mask", KeepFirst = 7 },
                new RedactionRuleOptions { Entity = "card", Operator = "hide" },
            ],
        };

        var failures = new RedactionOptionsValidator().Validate(null, options).Failures?.ToList();

        Assert.NotNull(failures);
        Assert.Equal(5, failures.Count);
        Assert.Contains("Archive:Redaction: Entity 'face' is unknown; known are email, phone, cn-id, card.", failures);
    }

    [Fact]
    public void Options_default_to_replacing_everything()
    {
        Assert.True(new RedactionOptionsValidator().Validate(null, new RedactionOptions()).Succeeded);
        Assert.Equal("default@1", new RedactionOptions().ToPolicy().PolicyVersion);
        Assert.Equal(4, new RedactionOptions().ToPolicy().Rules.Count);
    }

    private static string Label(string text)
    {
        var redacted = TestRedaction.Replacing.Redact(text);
        var mark = Assert.Single(redacted.Marks);
        return redacted.Text.Substring(mark.Start, mark.Length);
    }
}
