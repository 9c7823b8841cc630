using System.Security.Cryptography;
using System.Text;
using Archive.Connectors.WeCom.Sdk;
using Archive.Core.Connectors;
using Archive.Core.Messages;
using Archive.Simulators.Corpus;
using Archive.Simulators.WeCom;
using Archive.Simulators.WeCom.Faults;
using Archive.Tests.Simulators.Slack;

namespace Archive.Tests.Connectors.WeCom;

/// <summary>Files that come late, differ, or never come.</summary>
public sealed class WeComFileTests
{
    private static readonly SampleCorpus Sample = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_that_never_comes_does_not_cost_the_other_of_its_message()
    {
        await using var platform = await StartAsync(o => o.ExtraOneIn = 3);
        var whole = new ReadRun();
        Assert.Null(await GoAsync(platform, whole, null));
        var two = whole.Items.First(i => i.Message!.Attachments.Count(a => a.State == AttachmentState.Stored) == 2);
        string[] ids = [.. two.Message!.Attachments.Select(a => a.Id)];
        var run = new ReadRun();

        Assert.Null(await GoAsync(platform, run, file => ids.Contains(IdOf(file))));
        foreach (var hours in new[] { 1, 3, 20, 60, 100 })
        {
            Assert.Null(await GoAsync(platform, run, file => IdOf(file) == ids[1], hours));
            Assert.DoesNotContain(run.Items, i => i.Message!.Revision == "files");
            Assert.Single(run.Cursor.Parts, p => p.Key.StartsWith("files:", StringComparison.Ordinal));
        }

        Assert.Null(await GoAsync(platform, run, file => IdOf(file) == ids[1], 117));

        var later = Assert.Single(run.Items, i => i.Message!.Revision == "files");
        Assert.Equal([(ids[0], AttachmentState.Stored), (ids[1], AttachmentState.Failed)], later.Message!.Attachments.Select(a => (a.Id, a.State)));
        Assert.Equal(two.Files![ids[0]].Read(), Assert.Single(later.Files!).Value.Read());
        Assert.DoesNotContain(run.Cursor.Parts, p => p.Key.StartsWith("files:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_differs_from_its_message_and_comes_twice_alike_in_a_later_run_is_stored_with_the_difference()
    {
        await using var platform = await StartAsync(o => o.MediaFaults["plain"] = MediaFault.WrongSum);
        var run = new ReadRun();
        Assert.Null(await GoAsync(platform, run, null));
        var before = run.Items.Single(i => i.Message!.Attachments.Any(a => a.State == AttachmentState.Failed));

        Assert.Null(await GoAsync(platform, run, null));

        var later = Assert.Single(run.Items, i => i.Message!.Revision == "files");
        var file = Assert.Single(later.Message!.Attachments);
        Assert.Equal((before.NativeId, AttachmentState.Stored, "The download does not have the MD5 that the message states."), (later.NativeId, file.State, file.Reason));
        Assert.Equal(Sample.File("plain").Content, later.Files![file.Id].Read());
        Assert.DoesNotContain(run.Cursor.Parts, p => p.Key.StartsWith("files:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task New_messages_come_before_files_that_are_asked_for_again()
    {
        await using var platform = await StartAsync();
        platform.ServedUntil = SampleCorpus.Start.AddHours(6);
        var run = new ReadRun();
        Assert.Null(await GoAsync(platform, run, file => file == WeComSimulator.FileIdOf(Sample.File("plain"))));
        platform.ServedUntil = null;
        var known = run.Items.Count;

        Assert.Null(await GoAsync(platform, run, null));

        Assert.True(run.Items.Count > known + 1);
        Assert.Equal(run.Items[^1], Assert.Single(run.Items, i => i.Message!.Revision == "files"));
    }

    [Fact]
    public async Task A_message_that_cannot_be_opened_when_its_files_are_asked_for_is_asked_for_again_and_not_set_aside()
    {
        await using var platform = await StartAsync();
        var run = new ReadRun();
        Assert.Null(await GoAsync(platform, run, file => file == WeComSimulator.FileIdOf(Sample.File("plain"))));
        var known = run.Items.Count;

        using (var sealing = new WeComSource(platform, launcher: new SpoilingLauncher(platform, SdkReply.Decrypted, answers => answers[0] = new SdkAnswer(10006, []))))
        {
            Assert.Null(await run.GoAsync(sealing.Connector, Stop));
        }

        using (var keyless = new WeComSource(platform, o => (o.PrivateKeys[9], _) = (o.PrivateKeys[1], o.PrivateKeys.Remove(1)), now: TimeProvider.System.GetUtcNow().AddHours(1)))
        {
            Assert.Null(await run.GoAsync(keyless.Connector, Stop));
        }

        Assert.Equal(known, run.Items.Count);
        Assert.Single(run.Cursor.Parts, p => p.Key.StartsWith("files:", StringComparison.Ordinal));
        Assert.Null(await GoAsync(platform, run, null, 3));
        Assert.Single(run.Items, i => i.Message?.Revision == "files");
    }

    [Fact]
    public async Task A_death_between_two_pages_of_a_batch_does_not_forget_a_file()
    {
        // A page holds 32 MiB of files at most.
        var large = Enumerable.Range(0, 9 * 1024 * 1024).Select(i => (byte)i).ToArray();
        var lacking = Sample.Corpus.Messages.First(m => m.Files is { Count: > 0 }).Files![0];
        var messages = Sample.Corpus.Messages.Select(m => m.Files is null ? m : m with { Files = [.. m.Files.Select(f => f.Id == lacking.Id ? f : f with { Content = large })] }).ToList();
        Assert.True(messages.SelectMany(m => m.Files ?? []).Count(f => f.Content == large) >= 4);
        await using var platform = await WeComSimulator.StartAsync(Sample.Corpus with { Messages = messages }, new WeComSimulatorOptions { ExtraOneIn = 0 }, Stop);
        var run = new ReadRun();
        using (var dying = new WeComSource(platform, launcher: new UnreadyLauncher(platform, file => file == WeComSimulator.FileIdOf(lacking))))
        {
            Assert.Null(await run.GoAsync(dying.Connector, Stop, pages: 2));
        }

        Assert.Single(run.Items, i => i.Message!.Attachments.Any(a => a.State == AttachmentState.Failed));
        Assert.Null(run.Cursor.Find("seq"));

        Assert.Null(await GoAsync(platform, run, null));

        var later = Assert.Single(run.Items, i => i.Message!.Revision == "files");
        Assert.All(later.Message!.Attachments, a => Assert.Equal(AttachmentState.Stored, a.State));
    }

    private static string IdOf(string file) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file)))[..32];

    private static Task<WeComSimulator> StartAsync(Action<WeComSimulatorOptions>? configure = null)
    {
        var options = new WeComSimulatorOptions { ExtraOneIn = 0 };
        configure?.Invoke(options);
        return WeComSimulator.StartAsync(Sample.Corpus, options, Stop);
    }

    private static async Task<Exception?> GoAsync(WeComSimulator platform, ReadRun run, Func<string, bool>? isUnready, int hours = 0)
    {
        using var source = new WeComSource(
            platform, now: TimeProvider.System.GetUtcNow().AddHours(hours), launcher: isUnready is null ? null : new UnreadyLauncher(platform, isUnready));
        return await run.GoAsync(source.Connector, Stop);
    }
}
