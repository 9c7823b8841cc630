using System.Security.Cryptography;
using Archive.Core.Connectors;
using Archive.Core.Messages;
using Archive.Simulators.Feishu.Faults;
using Archive.Tests.Simulators.Slack;

namespace Archive.Tests.Connectors.Feishu;

/// <summary>Whole runs against the simulated platform: what is kept, and what later runs find.</summary>
public sealed class FeishuRunTests
{
    private const string History = "im/v1/messages";

    private static readonly DateTimeOffset Start = SampleCorpus.Start;

    [Fact]
    public async Task Keeps_the_versions_that_it_saw_and_claims_no_others()
    {
        await using var tenant = await FeishuPlatformUnderTest.StartAsync();

        var late = await tenant.ReadAsync();

        Assert.Equal([("e", "third <words>")], tenant.Versions(late, "edited"));
        Assert.Equal([("r", "")], tenant.Versions(late, "recalled"));
    }

    [Fact]
    public async Task Finds_edits_and_recalls_in_the_window_that_is_read_again()
    {
        await using var tenant = await FeishuPlatformUnderTest.StartAsync();
        var run = await tenant.ReadAsync(Start.AddHours(1.5));
        await tenant.ReadAsync(Start.AddHours(12), run);
        await tenant.ReadAsync(Start.AddHours(25), run);
        await tenant.ReadAsync(Start.AddDays(2.5), run);
        await tenant.ReadAsync(Start.AddDays(4), run);

        Assert.Equal([("", "first words"), ("e", "second words"), ("e", "third <words>")], tenant.Versions(run, "edited"));
        Assert.Equal([("", "gone soon"), ("r", ""), ("e", "gone sooner")], tenant.Versions(run, "recalled"));
    }

    [Fact]
    public async Task Finds_an_older_edit_with_the_first_run_of_the_day_alone()
    {
        await using var tenant = await FeishuPlatformUnderTest.StartAsync();
        var run = await tenant.ReadAsync(Start.AddHours(23));
        void Narrow(Archive.Connectors.Feishu.FeishuOptions o) => o.RecentWindow = TimeSpan.FromHours(1);

        // The edit is an hour old, its message a day; the last deep run 23 hours ago, then 25.
        await tenant.ReadAsync(Start.AddHours(24.5), run, Narrow);
        var before = tenant.Versions(run, "edited").Length;
        await tenant.ReadAsync(Start.AddHours(49), run, Narrow);

        Assert.Equal((1, 3), (before, before + tenant.Versions(run, "edited").Length));
    }

    [Fact]
    public async Task Hands_nothing_out_again_that_is_older_than_the_overlap_and_has_not_changed()
    {
        await using var tenant = await FeishuPlatformUnderTest.StartAsync();
        var run = await tenant.ReadAsync(Start.AddHours(6));
        var (before, files) = (run.Items.Count, tenant.Calls("im/v1/messages/:message_id/resources/:file_key"));

        await tenant.ReadAsync(Start.AddHours(7), run);

        // The window of 48 hours was read again; what came out of it is what is edited by now, each known by its revision.
        Assert.All(run.Items.Skip(before), i => Assert.NotEqual("", i.Message!.Revision));
        Assert.True(files > 0);
        Assert.Equal(files, tenant.Calls("im/v1/messages/:message_id/resources/:file_key"));
    }

    [Fact]
    public async Task A_quiet_chat_costs_a_request_and_writes_nothing()
    {
        await using var tenant = await FeishuPlatformUnderTest.StartAsync();
        var run = await tenant.ReadAsync();
        var (items, pages, calls, members) = (run.Items.Count, run.Pages, tenant.Calls(History), tenant.Calls("im/v1/chats/:chat_id/members"));

        await tenant.ReadAsync(into: run);

        // Three chats and the proof; no thread of half a year ago. The pages: the directory's, and that of the end.
        Assert.Equal((items, 2, 4, members), (run.Items.Count, run.Pages - pages, tenant.Calls(History) - calls, tenant.Calls("im/v1/chats/:chat_id/members")));
    }

    [Fact]
    public async Task Reads_threads_as_far_as_they_are_not_known()
    {
        await using var tenant = await FeishuPlatformUnderTest.StartAsync();
        var run = await tenant.ReadAsync(Start.AddHours(3).AddMinutes(10));
        Assert.Contains(run.Items, i => i.NativeId == tenant.IdOf("reply-6"));
        Assert.DoesNotContain(run.Items, i => i.NativeId == tenant.IdOf("reply-20"));

        await tenant.ReadAsync(Start.AddHours(4), run);

        for (var i = 0; i < 40; i++)
        {
            var reply = tenant.Item(run, $"reply-{i}").Message!;
            Assert.Equal((tenant.IdOf("parent"), $"reply {i}"), (reply.ThreadId, reply.Text));
        }

        Assert.Null(tenant.Item(run, "parent").Message!.ThreadId);
    }

    [Fact]
    public async Task Looks_at_a_quiet_thread_daily_and_at_a_silent_one_once_within_the_deep_window()
    {
        await using var tenant = await FeishuPlatformUnderTest.StartAsync();
        var thread = tenant.Platform.ThreadIdOf(FeishuPlatformUnderTest.Sample.Message("parent"));
        var general = tenant.ChatOf(FeishuPlatformUnderTest.Sample.General);
        var run = await tenant.ReadAsync(Start.AddHours(4));

        // Recent; quiet, with the first run of a day and with others; silent, whatever the run.
        double[] days = [1, 2.9, 3.2, 20, 20.5, 32, 40, 61, 63, 70];
        var looks = new List<int>();
        foreach (var day in days)
        {
            looks.Add(await LooksAsync(day));
        }

        Assert.Equal([1, 1, 0, 1, 0, 1, 0, 0, 1, 0], looks);

        async Task<int> LooksAsync(double days)
        {
            var (before, read) = (tenant.Calls(History), new ReadRun());
            using var source = new FeishuSource(tenant.Platform.BaseAddress, now: Start.AddDays(days));
            Assert.Null(await run.GoAsync(source.Connector, TestContext.Current.CancellationToken));
            Assert.True(run.Cursor.Find($"thread:{general}:{thread}") is not null);

            // A proof, three chats, the thread of the desk's, and this one.
            return Math.Max(0, tenant.Calls(History) - before - 4 - 1) > 0 ? 1 : 0;
        }
    }

    [Fact]
    public async Task Takes_files_and_says_why_it_did_not_take_the_others()
    {
        await using var tenant = await FeishuPlatformUnderTest.StartAsync(o =>
        {
            o.FileFaults["external"] = FileFault.TooLarge;
            o.FileFaults["wrong"] = FileFault.Deleted;
            o.FileFaults["cut"] = FileFault.Truncated;
            o.FileFaults["trap"] = FileFault.Restricted;
        });
        var run = new ReadRun();
        foreach (var hour in new[] { 1, 2 })
        {
            // The page waits for the file that breaks.
            Assert.Equal(ConnectorFailure.Transient, Assert.IsType<ConnectorException>(await tenant.RunAsync(run, SampleCorpus.Today.AddHours(hour))).Kind);
            Assert.DoesNotContain(run.Items, i => i.NativeId == tenant.IdOf("file-cut"));
        }

        Assert.Null(await tenant.RunAsync(run, SampleCorpus.Today.AddHours(3)));
        Assert.Null(run.Cursor.Find("files"));

        var plain = tenant.Item(run, "file-plain");
        var stored = Assert.Single(plain.Message!.Attachments);
        var content = FeishuPlatformUnderTest.Sample.File("plain").Content;
        Assert.Equal((AttachmentState.Stored, "plain P&L.pdf", "application/pdf", 5_000L), (stored.State, stored.Name, stored.MediaType, stored.Size));
        Assert.Equal(content, plain.Files![stored.Id].Read());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), stored.Sha256);
        Assert.Equal(
            [
                (AttachmentState.NotTaken, "Larger than the platform gives out."),
                (AttachmentState.NotTaken, "Deleted on the platform before it could be taken."),
                (AttachmentState.NotTaken, "The chat does not allow files to be taken."),
            ],
            new[] { "external", "wrong", "trap" }.Select(name => Assert.Single(tenant.Item(run, $"file-{name}").Message!.Attachments)).Select(a => (a.State, a.Reason)));
        var cut = Assert.Single(tenant.Item(run, "file-cut").Message!.Attachments);
        Assert.Equal(AttachmentState.Failed, cut.State);
        Assert.Equal("The platform gave no usable answer to the download, however often it was asked for.", cut.Reason);
    }

    [Fact]
    public async Task Leaves_files_over_the_limit_with_the_reason()
    {
        await using var tenant = await FeishuPlatformUnderTest.StartAsync();
        var run = await tenant.ReadAsync(configure: o => o.MaxFileBytes = 4_999);

        var attachment = tenant.Item(run, "file-plain").Message!.Attachments[0];
        Assert.Equal((AttachmentState.NotTaken, "Larger than the limit of 4999 bytes."), (attachment.State, attachment.Reason));
    }

    [Fact]
    public async Task Tells_members_strangers_and_bots_apart_and_names_recipients()
    {
        await using var tenant = await FeishuPlatformUnderTest.StartAsync();
        var run = await tenant.ReadAsync();
        var people = run.Items.SelectMany(i => i.Message!.Conversation.Members.Append(i.Message.Sender)).DistinctBy(p => p.Id).ToList();

        Assert.Equal(ParticipantKind.Member, people.Single(p => p.Name == "Alice Chen").Kind);
        Assert.Equal(ParticipantKind.External, people.Single(p => p.Name == "Eve Elsewhere").Kind);
        Assert.Equal(ParticipantKind.Bot, people.Single(p => p.Id == tenant.Platform.AppIdOf(SampleCorpus.Robot)).Kind);
        Assert.Equal(ConversationKind.Channel, run.Items.First(i => i.Message!.Conversation.Name == "general").Message!.Conversation.Kind);
        var desk = tenant.Item(run, "liked").Message!;
        Assert.Equal((ConversationKind.Group, "rates-desk"), (desk.Conversation.Kind, desk.Conversation.Name));
        Assert.Equal(["Bob Li", "Eve Elsewhere"], Recipients.Of(desk).Select(p => p.Name).Order());
    }

    [Fact]
    public async Task Keeps_what_a_forwarded_bundle_holds_with_its_bytes()
    {
        await using var tenant = await FeishuPlatformUnderTest.StartAsync(o => o.ExtraOneIn = 1);
        var run = await tenant.ReadAsync();

        var bundles = run.Items.Where(i => i.Message!.NativeType == "merge_forward").ToList();
        Assert.NotEmpty(bundles);
        Assert.All(bundles, bundle =>
        {
            Assert.Matches("^(Alice Chen|Bob Li|Ann Left|cli_[^:]*): ", bundle.Message!.Text);
            Assert.DoesNotContain("Merged and Forwarded Message", bundle.Message.Text, StringComparison.Ordinal);
            Assert.Contains("\"upper_message_id\"", System.Text.Encoding.UTF8.GetString(bundle.Raw.Span), StringComparison.Ordinal);
        });
    }
}
