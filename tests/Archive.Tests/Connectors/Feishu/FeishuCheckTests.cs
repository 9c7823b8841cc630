using Archive.Core.Connectors;
using Archive.Simulators.Feishu;

namespace Archive.Tests.Connectors.Feishu;

public sealed class FeishuCheckTests
{
    private const string Scopes = "application/v6/scopes";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_is_good_but_what_the_platform_does_not_say()
    {
        await using var tenant = await FeishuPlatformUnderTest.StartAsync();
        using var source = new FeishuSource(tenant.Platform.BaseAddress);

        var findings = await source.Check.RunAsync(Stop).ToListAsync(Stop);

        Assert.Equal(
            [
                (SourceCheckStep.Secret, SourceFindingOutcome.Good), (SourceCheckStep.Reach, SourceFindingOutcome.Good), (SourceCheckStep.Clock, SourceFindingOutcome.Good),
                (SourceCheckStep.Credentials, SourceFindingOutcome.Good), (SourceCheckStep.Scopes, SourceFindingOutcome.Warning), // the simulated one names no scopes
                (SourceCheckStep.Directory, SourceFindingOutcome.Good), (SourceCheckStep.Conversations, SourceFindingOutcome.Good),
            ],
            findings.Select(f => (f.Step, f.Outcome)));
        Assert.Equal(0, tenant.Calls("im/v1/messages/resources"));
    }

    [Theory]
    [InlineData("im:message.group_msg", SourceFindingOutcome.Good, "what is needed and no more")]
    [InlineData("im:message.group_msg,im:chat:readonly,contact:user.base:readonly", SourceFindingOutcome.Good, "what is needed and no more")]
    [InlineData("im:message.group_msg,contact:contact:readonly_as_app,im:message.group_msg:get_as_user", SourceFindingOutcome.Good, "what is needed and no more")]
    [InlineData("im:message.group_msg,im:message:send_as_bot,im:message", SourceFindingOutcome.Failed, "may do more than read: im:message, im:message:send_as_bot")]
    [InlineData("im:chat:readonly", SourceFindingOutcome.Failed, "lacks the scopes im:message.group_msg")]
    public async Task Scopes_are_compared_where_they_are_told(string granted, SourceFindingOutcome outcome, string words)
    {
        var scopes = string.Join(',', granted.Split(',').Select(scope => $$"""{"scope_name":"{{scope}}","grant_status":1}"""));
        using var source = new FeishuSource(network: new FakeTenant().On(Scopes, $$"""{"code":0,"data":{"scopes":[{{scopes}}]} }""").Network);

        var finding = Assert.Single(await source.Check.RunAsync(Stop).ToListAsync(Stop), f => f.Step == SourceCheckStep.Scopes);

        Assert.Equal(outcome, finding.Outcome);
        Assert.Contains(words, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"code":40004,"msg":"no dept authority error"}""", "contact/v3/departments/children answered 40004. The firm as a whole is not within the app's contact range.")]
    [InlineData("""{"code":99991672,"msg":"required: [contact:contact.base:readonly]"}""", "contact:contact.base:readonly")]
    public async Task A_directory_that_a_run_could_not_read_fails_and_says_what_the_platform_said(string answer, string words)
    {
        var tenant = new FakeTenant().On(ChangingTenant.Departments, answer).On("contact/v3/scopes", """{"code":0,"data":{"department_ids":["od-1"]} }""");
        using var source = new FeishuSource(network: tenant.Network);

        var finding = Assert.Single(await source.Check.RunAsync(Stop).ToListAsync(Stop), f => f.Step == SourceCheckStep.Directory);

        Assert.Equal(SourceFindingOutcome.Failed, finding.Outcome);
        Assert.StartsWith("The app may not read the directory, so nobody new is captured. Set its contact range to all staff", finding.Message, StringComparison.Ordinal);
        Assert.Contains(words, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_keeps_from_capturing_is_named_at_its_step()
    {
        await using var disabled = await FeishuPlatformUnderTest.StartAsync(o => o.App = FeishuApp.Archive with { State = FeishuAppState.Disabled });
        await using var blind = await FeishuPlatformUnderTest.StartAsync(o => o.App = FeishuApp.Archive with { Scopes = [.. FeishuApp.Archive.Scopes.Where(s => s != FeishuScope.GroupMessages)] });
        using var one = new FeishuSource(disabled.Platform.BaseAddress);
        using var two = new FeishuSource(blind.Platform.BaseAddress);
        using var three = new FeishuSource(blind.Platform.BaseAddress, configure: o => o.AppSecret = "another");
        using var four = new FeishuSource(blind.Platform.BaseAddress, configure: o => (o.AppSecret, o.AppSecretFile) = (null, "/nowhere/secret"));

        Assert.Equal((SourceCheckStep.Credentials, "disabled or not installed"), await LastAsync(one, "disabled or not installed"));
        Assert.Equal((SourceCheckStep.Conversations, "im:message.group_msg"), await LastAsync(two, "im:message.group_msg"));
        Assert.Equal((SourceCheckStep.Credentials, "App id or secret is wrong"), await LastAsync(three, "App id or secret is wrong"));
        Assert.Equal((SourceCheckStep.Secret, "cannot be read"), await LastAsync(four, "cannot be read"));
    }

    [Fact]
    public async Task A_platform_that_fails_in_the_middle_is_a_finding_too()
    {
        using var source = new FeishuSource(network: new FakeTenant().On(Scopes, """{"code":99991543,"msg":"gone"}""").Network);

        var finding = Assert.Single(await source.Check.RunAsync(Stop).ToListAsync(Stop), f => f.Step == SourceCheckStep.Scopes);

        Assert.Equal(SourceFindingOutcome.Failed, finding.Outcome);
        Assert.Contains("App id or secret is wrong", finding.Message, StringComparison.Ordinal);
    }

    private static async Task<(SourceCheckStep Step, string Words)> LastAsync(FeishuSource source, string words)
    {
        var last = (await source.Check.RunAsync(Stop).ToListAsync(Stop))[^1];
        Assert.Equal(SourceFindingOutcome.Failed, last.Outcome);
        Assert.DoesNotContain(FeishuApp.Archive.AppSecret, last.Message, StringComparison.Ordinal);
        return (last.Step, last.Message.Contains(words, StringComparison.Ordinal) ? words : last.Message);
    }
}
