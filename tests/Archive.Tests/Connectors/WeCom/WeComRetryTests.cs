using System.Security.Cryptography;
using System.Text;
using Archive.Connectors.WeCom;
using Archive.Connectors.WeCom.Sdk;
using Archive.Connectors.WeCom.Wire;
using Archive.Core.Connectors;
using Archive.Core.Messages;
using Archive.Simulators.WeCom;
using Archive.Tests.Simulators.Slack;

namespace Archive.Tests.Connectors.WeCom;

/// <summary>Messages that are read again from what was kept of them.</summary>
public sealed class WeComRetryTests
{
    private static readonly SampleCorpus Sample = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_retry_beside_a_pull_gives_each_message_its_own_text()
    {
        await using var platform = await WeComSimulator.StartAsync(Sample.Corpus, new WeComSimulatorOptions(), Stop);
        var expected = await TextsAsync(platform);
        var envelopes = await SealedMessages.ReadAsync(platform, Stop);
        using var source = new WeComSource(platform, o => o.PageSize = 1);
        var (run, texts) = (new ReadRun(), new Dictionary<string, string?>(StringComparer.Ordinal));

        var pull = Task.Run(() => run.GoAsync(source.Connector, Stop), Stop);
        var reader = ((IRawItemSource)source.Connector).OpenRawItems();
        foreach (var envelope in envelopes)
        {
            texts[envelope.MessageId] = (await reader.ReadAsync(new RawItem(envelope.MessageId, "", envelope.Raw), Stop)).Items.Single().Message?.Text;
        }

        Assert.Null(await pull);
        Assert.Equal(expected, texts);
        Assert.Equal(expected, run.Items.DistinctBy(i => i.NativeId).ToDictionary(i => i.NativeId, i => i.Message?.Text));
        ((IDisposable)reader).Dispose();
    }

    [Fact]
    public async Task The_revision_with_files_is_read_again_as_that_revision()
    {
        await using var platform = await WeComSimulator.StartAsync(Sample.Corpus, new WeComSimulatorOptions(), Stop);
        using var source = new WeComSource(platform);
        var run = new ReadRun();
        Assert.Null(await run.GoAsync(source.Connector, Stop));
        var item = run.Items.First(i => i.Files is not null);

        var again = (await ((IRawItemSource)source.Connector).OpenRawItems().ReadAsync(new RawItem(item.NativeId, "files", item.Raw), Stop)).Items.Single();

        Assert.Equal(("files", MessageKind.Edit, item.NativeId), (again.Message!.Revision, again.Message.Kind, again.Message.Concerns));
        Assert.Equal(item.Files?.ToDictionary(f => f.Key, f => f.Value.Sha256), again.Files?.ToDictionary(f => f.Key, f => f.Value.Sha256));
    }

    [Fact]
    public async Task Two_questions_at_once_are_asked_of_a_child_one_after_the_other()
    {
        await using var platform = await WeComSimulator.StartAsync(Sample.Corpus, new WeComSimulatorOptions(), Stop);
        var envelopes = await SealedMessages.ReadAsync(platform, Stop);
        await using var sdk = await SealedMessages.SignInAsync(platform, Stop);

        var opened = await Task.WhenAll(envelopes.Select(e => Task.Run(() => sdk.DecryptAsync([Secret(platform, e)], 1, Stop), Stop)));

        Assert.All(envelopes.Zip(opened), pair => Assert.Contains($"\"{pair.First.MessageId}\"", Encoding.UTF8.GetString(pair.Second[0].Bytes), StringComparison.Ordinal));
    }

    private static SdkSecret Secret(WeComSimulator platform, ChatEnvelope envelope)
    {
        using var key = RSA.Create();
        key.ImportFromPem(platform.Keys[0].Pkcs8Pem);
        return new SdkSecret(Encoding.Latin1.GetString(key.Decrypt(Convert.FromBase64String(envelope.SealedKey), RSAEncryptionPadding.Pkcs1)), envelope.SealedMessage);
    }

    private static async Task<Dictionary<string, string?>> TextsAsync(WeComSimulator platform)
    {
        using var calm = new WeComSource(platform);
        var run = new ReadRun();
        Assert.Null(await run.GoAsync(calm.Connector, Stop));
        return run.Items.DistinctBy(i => i.NativeId).ToDictionary(i => i.NativeId, i => i.Message?.Text);
    }
}
