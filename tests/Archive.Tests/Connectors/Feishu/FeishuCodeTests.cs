using System.Net;
using Archive.Core.Connectors;
using Archive.Core.Messages;

namespace Archive.Tests.Connectors.Feishu;

/// <summary>Codes that single methods have of their own, and the answers that tell what the app may do: each where the platform gives it.</summary>
public sealed class FeishuCodeTests
{
    private const string Members = "im/v1/chats/oc_c1/members";
    private const string Message = """{"message_id":"om_1","msg_type":"text","create_time":"1700000000123","body":{"content":"{\"text\":\"hello\"}"},"sender":{"id":"ou_u1","sender_type":"user","tenant_key":"tk1"} }""";
    private const string File = """{"message_id":"om_2","msg_type":"file","create_time":"1700000000124","body":{"content":"{\"file_key\":\"f1\",\"file_name\":\"a.pdf\"}"} }""";
    private const string Bundle = """{"message_id":"om_3","msg_type":"merge_forward","create_time":"1700000000125","body":{"content":"Merged and Forwarded Message"} }""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_parameter_of_chats_that_is_refused_with_a_page_token_begins_the_listing_anew()
    {
        var continuations = 0;
        var tenant = Tenant().On("im/v1/chats", address => !address.Query.Contains("page_token", StringComparison.Ordinal)
            ? FakeTenant.Page("""{"chat_id":"oc_c1","tenant_key":"tk1"}""", "p2")
            : ++continuations == 1 ? Refusal(232001) : FakeTenant.Page(""));

        var run = await ReadAsync(tenant);

        Assert.Single(run.Items);
        Assert.Equal(4, tenant.Count("im/v1/chats"));
    }

    [Theory]
    [InlineData("im/v1/chats", 232001, ConnectorFailure.Permanent, "im/v1/chats answered 232001")]
    [InlineData(Members, 232001, ConnectorFailure.Unauthorized, "oc_c1 (232001)")]
    [InlineData("im/v1/chats", 232025, ConnectorFailure.Unauthorized, "no bot ability")]
    [InlineData(Members, 232025, ConnectorFailure.Unauthorized, "no bot ability")]
    public async Task What_chats_refuse_ends_the_run(string method, int code, ConnectorFailure kind, string words)
    {
        var failure = await FailAsync(Tenant().On(method, Refusal(code)));

        Assert.Equal(kind, failure.Kind);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(230002)]
    [InlineData(232011)]
    public async Task A_chat_whose_members_say_that_the_bot_is_out_is_left(int code)
    {
        var run = await ReadAsync(Tenant().On(Members, Refusal(code)));

        Assert.Empty(run.Items);
        Assert.NotNull(run.Cursor.Find("left:oc_c1"));
    }

    [Theory]
    [InlineData(234001, AttachmentState.Failed, "The platform refused the download with code 234001.")]
    [InlineData(234003, AttachmentState.Failed, "The platform refused the download with code 234003.")]
    [InlineData(230110, AttachmentState.NotTaken, "Deleted on the platform before it could be taken.")]
    [InlineData(231003, AttachmentState.NotTaken, "Deleted on the platform before it could be taken.")]
    [InlineData(230011, AttachmentState.NotTaken, "Recalled on the platform before it could be taken.")]
    [InlineData(234037, AttachmentState.NotTaken, "Larger than the platform gives out.")]
    [InlineData(234038, AttachmentState.NotTaken, "The chat does not allow files to be taken.")]
    [InlineData(234043, AttachmentState.NotTaken, "The platform gives out no files of forwarded messages and cards.")]
    public async Task A_file_that_is_refused_is_listed_with_the_reason(int code, AttachmentState state, string reason)
    {
        foreach (var status in new[] { HttpStatusCode.OK, HttpStatusCode.BadRequest })
        {
            var tenant = new FakeTenant { ErrorStatus = status }.On("im/v1/messages", FakeTenant.Page(File)).On("im/v1/messages/om_2/resources/f1", Refusal(code));

            var attachment = Assert.Single(Assert.Single((await ReadAsync(tenant)).Items).Message!.Attachments);

            Assert.Equal((state, reason, "a.pdf"), (attachment.State, attachment.Reason, attachment.Name));
        }
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, 99991400, ConnectorFailure.Throttled)]
    [InlineData(HttpStatusCode.BadRequest, 99991400, ConnectorFailure.Throttled)]
    [InlineData(HttpStatusCode.OK, 99991400, ConnectorFailure.Throttled)]
    [InlineData(HttpStatusCode.BadGateway, 4711, ConnectorFailure.Transient)]
    [InlineData(HttpStatusCode.OK, 1500, ConnectorFailure.Transient)]
    [InlineData(HttpStatusCode.RequestTimeout, 4711, ConnectorFailure.Transient)]
    public async Task A_download_that_may_work_later_ends_the_run_and_the_next_one_has_the_file(HttpStatusCode status, int code, ConnectorFailure kind)
    {
        var tenant = new FakeTenant { ErrorStatus = status }.On("im/v1/messages", FakeTenant.Page(File)).On("im/v1/messages/om_2/resources/f1", Refusal(code))
            .On(ChangingTenant.Departments, FakeTenant.Page("")).On("contact/v3/users/find_by_department", FakeTenant.Page(ChangingTenant.Person("ou_u1")));
        using var source = new FeishuSource(network: tenant.Network);
        var run = new ReadRun();

        var failure = Assert.IsType<ConnectorException>(await run.GoAsync(source.Connector, Stop));
        Assert.Equal(kind, failure.Kind);
        Assert.Contains("im/v1/messages/resources", failure.Message, StringComparison.Ordinal);
        Assert.Empty(run.Items);
        tenant.On("im/v1/messages/om_2/resources/f1", """{"code":0}""");

        Assert.Null(await run.GoAsync(source.Connector, Stop));

        Assert.Equal(AttachmentState.Stored, Assert.Single(Assert.Single(run.Items).Message!.Attachments).State);
        Assert.Null(run.Cursor.Find("files"));
    }

    [Theory]
    [InlineData(1500, AttachmentState.Failed, true)]
    [InlineData(234003, AttachmentState.Failed, false)]
    [InlineData(230110, AttachmentState.NotTaken, false)]
    public async Task Kept_bytes_tell_of_a_file_that_may_come_later(int code, AttachmentState state, bool isTold)
    {
        var tenant = new FakeTenant().On("im/v1/messages/om_2/resources/f1", Refusal(code));
        using var source = new FeishuSource(network: tenant.Network);
        var raw = System.Text.Encoding.UTF8.GetBytes("""{"chat_id":"oc_c1",""" + File[1..]);

        var reading = await ((IRawItemSource)source.Connector).OpenRawItems().ReadAsync(new RawItem("om_2", "", raw), Stop);

        var attachment = Assert.Single(Assert.Single(reading.Items).Message!.Attachments);
        Assert.Equal((state, isTold ? attachment.Reason : null), (attachment.State, reading.FilesNotReady));
    }

    [Fact]
    public async Task A_file_of_json_is_no_refusal()
    {
        using var network = new FakeNetwork((request, _) =>
        {
            var path = request.RequestUri!.AbsolutePath["/open-apis/".Length..]; // clients always set an address
            var answer = FakeNetwork.Json(path switch
            {
                "auth/v3/tenant_access_token/internal" => FakeTenant.Token,
                "im/v1/chats" => FakeTenant.Page("""{"chat_id":"oc_c1","tenant_key":"tk1"}"""),
                "im/v1/messages" => FakeTenant.Page(File),
                "im/v1/messages/om_2/resources/f1" => """{"code":7,"msg":"of somebody's own"}""",
                _ => FakeTenant.Page(""),
            });
            answer.Content.Headers.ContentDisposition = path.EndsWith("/f1", StringComparison.Ordinal) ? new("attachment") : null;
            return answer;
        });
        using var source = new FeishuSource(network: network);
        var run = new ReadRun();

        Assert.Null(await run.GoAsync(source.Connector, Stop));

        Assert.Equal("""{"code":7,"msg":"of somebody's own"}"""u8.ToArray(), Assert.Single(run.Items).Files!["f1"].Read());
    }

    [Theory]
    [InlineData(230110)]
    [InlineData(231003)]
    [InlineData(230011)]
    [InlineData(230002)]
    [InlineData(230050)]
    [InlineData(4711)]
    public async Task A_bundle_that_is_refused_is_listed_as_one_that_could_not_be_read_with_the_reason(int code)
    {
        var run = await ReadAsync(new FakeTenant().On("im/v1/messages", FakeTenant.Page(Bundle + "," + Message)).On("im/v1/messages/om_3", Refusal(code)));

        Assert.Equal(["om_3", "om_1"], run.Items.Select(i => i.NativeId));
        var bundle = run.Items[0].Message!;
        Assert.Equal((MessageKind.Unknown, "merge_forward"), (bundle.Kind, bundle.NativeType));
        Assert.Contains("om_3", System.Text.Encoding.UTF8.GetString(run.Items[0].Raw.Span), StringComparison.Ordinal);
        var missing = Assert.Single(bundle.Attachments);
        Assert.Equal(AttachmentState.NotTaken, missing.State);
        Assert.Equal(
            code switch
            {
                230110 or 231003 => "Deleted on the platform before it could be taken.",
                230011 => "Recalled on the platform before it could be taken.",
                _ => $"The platform refused what the forwarded bundle holds with code {code}.",
            },
            missing.Reason);
    }

    [Theory]
    [InlineData("""{"code":0,"msg":"success","data":{"scopes":[{"scope_name":"im:message.group_msg","grant_status":1,"scope_type":"tenant"},{"scope_name":"im:chat","grant_status":2,"scope_type":"tenant"}]} }""")]
    [InlineData("""{"code":0,"msg":"success","data":{"scopes":[]} }""")]
    [InlineData("""{"code":0,"msg":"success","data":{} }""")]
    [InlineData("""{"code":99991672,"msg":"Access denied."}""")]
    [InlineData("""{"code":211002,"msg":"no such method"}""")]
    public async Task The_scopes_of_the_app_stop_no_run_but_by_lacking_the_one_for_groups(string answer) =>
        Assert.Single((await ReadAsync(Tenant().On("application/v6/scopes", answer))).Items);

    [Theory]
    [InlineData("""{"code":0,"msg":"success","data":{"department_ids":["od-1"],"user_ids":[],"group_ids":[]} }""", SourceFindingOutcome.Good, "list of people can be read")]
    [InlineData("""{"code":0,"msg":"success","data":{"department_ids":[],"user_ids":["ou_u1"],"group_ids":[],"has_more":false} }""", SourceFindingOutcome.Good, "list of people can be read")]
    [InlineData("""{"code":0,"msg":"success","data":{"department_ids":[],"user_ids":[],"group_ids":[]} }""", SourceFindingOutcome.Warning, "Give it a contact range")]
    [InlineData("""{"code":0,"msg":"success","data":{} }""", SourceFindingOutcome.Warning, "Give it a contact range")]
    [InlineData("""{"code":99991672,"msg":"Access denied."}""", SourceFindingOutcome.Warning, "Give it a contact range")]
    [InlineData("""{"code":41050,"msg":"no user authority"}""", SourceFindingOutcome.Warning, "Give it a contact range")]
    public async Task The_contact_range_is_told_by_the_check(string answer, SourceFindingOutcome outcome, string words)
    {
        using var source = new FeishuSource(network: Tenant().On("contact/v3/scopes", answer).On(ChangingTenant.Departments, FakeTenant.Page("")).Network);

        var finding = Assert.Single(await source.Check.RunAsync(Stop).ToListAsync(Stop), f => f.Step == SourceCheckStep.Directory);

        Assert.Equal(outcome, finding.Outcome);
        Assert.Contains(words, finding.Message, StringComparison.Ordinal);
    }

    private static FakeTenant Tenant() => new FakeTenant().On("im/v1/messages", FakeTenant.Page(Message));

    private static string Refusal(int code) => $$"""{"code":{{code}},"msg":"refused"}""";

    private static async Task<ReadRun> ReadAsync(FakeTenant tenant)
    {
        using var source = new FeishuSource(network: tenant.Network);
        var run = new ReadRun();
        Assert.Null(await run.GoAsync(source.Connector, Stop));
        return run;
    }

    private static async Task<ConnectorException> FailAsync(FakeTenant tenant)
    {
        using var source = new FeishuSource(network: tenant.Network);
        return Assert.IsType<ConnectorException>(await new ReadRun().GoAsync(source.Connector, Stop));
    }
}
