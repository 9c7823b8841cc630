using System.Text.Json;
using Archive.Core.Sanctioning;
using Archive.Simulators.Corpus;
using Archive.Simulators.Feishu;
using Archive.Storage;
using Xunit;

namespace Archive.IntegrationTests.Cli;

/// <summary>A source of Feishu as archive.json names it, from the settings to the records.</summary>
public sealed class FeishuSourceTests : IDisposable
{
    private readonly ArchiveProcess _archive = new();

    public void Dispose() => _archive.Dispose();

    [Fact]
    public async Task Is_pulled_and_found_as_archive_json_says()
    {
        var corpus = BankCorpusGenerator.Generate(250, 3);
        await using var platform = await FeishuSimulator.StartAsync(corpus, new FeishuSimulatorOptions(), TestContext.Current.CancellationToken);
        await ConfigureAsync(new
        {
            Platform = "feishu",
            FeishuApp.Archive.AppId,
            AppSecretFile = _archive.Write("app.secret", FeishuApp.Archive.AppSecret + "\n"),
            Address = platform.BaseAddress,
            RequestsPerSecond = 10_000,
        });
        File.WriteAllBytes(Path.Combine(_archive.Data, "register.csv"), RegisterFile.Write(
            from person in corpus.People
            where person.Kind == CorpusPersonKind.Employee
            select new RegisteredAccount(
                "lark", platform.IdOf(person), person.Id, person.Name, person.Department, person.ValidFrom, null, "notice@1", person.ValidFrom, AccountStanding.Sanctioned)));
        await SanctionedFolder.ApproveAsync(_archive.Data);

        var pull = await _archive.RunAsync("pull", "--data", _archive.Data, "--source", "lark", "--json");
        var search = await _archive.RunAsync("search", "--data", _archive.Data, "--purpose", "test", "--json", "source:lark");

        Assert.True(pull.ExitCode == 0, pull.Error);
        Assert.True(search.ExitCode == 0, search.Error);
        Assert.InRange(search.Json.GetProperty("total").GetInt64(), 50, 1_000);
        Assert.DoesNotContain(FeishuApp.Archive.AppSecret, pull.Output + pull.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_without_the_scope_for_group_messages_fails_with_what_to_do()
    {
        var app = FeishuApp.Archive with { Scopes = [.. FeishuApp.Archive.Scopes.Where(s => s != FeishuScope.GroupMessages)] };
        await using var platform = await FeishuSimulator.StartAsync(
            BankCorpusGenerator.Generate(250, 3), new FeishuSimulatorOptions { App = app }, TestContext.Current.CancellationToken);
        await ConfigureAsync(new { Platform = "feishu", app.AppId, app.AppSecret, Address = platform.BaseAddress });

        var refused = await _archive.RunAsync("pull", "--data", _archive.Data);

        refused.FailedWith(1, "Add the scope im:message.group_msg");
        Assert.DoesNotContain(app.AppSecret, refused.Output + refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "Platform": "feishu", "AppSecret": "s" }""", 2, "AppId")]
    [InlineData("""{ "Platform": "feishu", "AppId": "cli_1" }""", 1, "Set AppSecretFile under Archive:Sources:lark")]
    [InlineData("""{ "Platform": "feishu", "AppId": "cli_1", "AppSecret": "s", "AppSecretFile": "/f" }""", 2, "exactly one of AppSecret and AppSecretFile")]
    [InlineData("""{ "Platform": "feishu", "AppId": "cli_1", "AppSecret": "s", "Address": "http://open.feishu.cn" }""", 2, "https")]
    [InlineData("""{ "Platform": "feishu", "AppId": "cli_1", "AppSecret": "s", "Callback": { "EncryptKey": "k" } }""", 2, "exactly one of Callback:VerificationToken and Callback:VerificationTokenFile")]
    [InlineData("""{ "Platform": "wecom", "CorpId": "ww1", "Callback": { "Token": "t", "EncodingAesKey": "a", "EncodingAesKeyFile": "/f" } }""", 2, "exactly one of Callback:EncodingAesKey and")]
    public async Task Settings_that_cannot_work_are_refused(string source, int exitCode, string words)
    {
        using var json = JsonDocument.Parse(source);
        await ConfigureAsync(json.RootElement);

        (await _archive.RunAsync("pull", "--data", _archive.Data)).FailedWith(exitCode, words);
    }

    private async Task ConfigureAsync(object source)
    {
        await _archive.ImportAsync();
        await File.WriteAllTextAsync(
            Path.Combine(_archive.Data, "archive.json"),
            JsonSerializer.Serialize(new { Archive = new { Sources = new { lark = source } } }),
            TestContext.Current.CancellationToken);
    }
}
