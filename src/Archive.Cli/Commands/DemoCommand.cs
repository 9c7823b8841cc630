using System.CommandLine;
using System.Globalization;
using Archive.Cli.CommandLine;
using Archive.Cli.Demo;
using Archive.Cli.Display;
using Archive.Cli.Hosting;
using Archive.Core.Jobs;
using Archive.Core.Messages;
using Archive.Core.Sanctioning;
using Archive.Jobs;
using Archive.Simulators.Corpus;
using Archive.Storage;
using Spectre.Console;

namespace Archive.Cli.Commands;

/// <summary>An archive to look at: simulated platforms, pulled through the real connectors, and the pages over it.</summary>
internal static class DemoCommand
{
    private const int DefaultMessages = 20_000;
    private const string DefaultUrls = "http://127.0.0.1:5080";

    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The demo's data folder.", HelpName = "DIR", DefaultValueFactory = _ => "./demo-data" };
        var messages = new Option<int>("--messages") { Description = "Messages of the simulated organisation, on Slack, Feishu and WeCom together.", DefaultValueFactory = _ => DefaultMessages };
        messages.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > BankCorpusGenerator.MaxMessages)
            {
                result.AddError($"--messages must be 1 to {BankCorpusGenerator.MaxMessages}.");
            }
        });
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same messages and the same evidence root.", DefaultValueFactory = _ => 1 };
        var corpus = new Option<string?>("--corpus")
        {
            Description = "Serve the messages of this JSON Lines file (plain or .gz) instead, all on Slack, at most --messages where that is given.",
            HelpName = "FILE",
        };
        var urls = CommonOptions.Urls(DefaultUrls);
        var loadOnly = new Option<bool>("--load-only") { Description = "End after the load instead of serving the pages." };
        return new Command(
                "demo",
                "Load a simulated organisation and serve the pages over it. Ctrl-C at any moment; starting again goes on.".WithExamples(
                    "demo", "demo --messages 200000 --seed 7 --data ./big-demo", "demo --corpus chat.jsonl.gz --data ./chat-demo --load-only"))
            .With(data, messages, seed, corpus, urls, loadOnly)
            .Does(async (parsed, context, cancellationToken) =>
            {
                var file = parsed.GetValue(corpus);
                var count = file is not null && parsed.GetResult(messages) is null or { Implicit: true }
                    ? BankCorpusGenerator.MaxMessages
                    : parsed.GetValue(messages);
                var plan = await DemoPlan.CreateAsync(parsed.GetValue(seed), count, file, cancellationToken);
                var folder = new DataFolder(parsed.GetRequiredValue(data));
                return await RunAsync(folder, plan, context, parsed.GetValue(loadOnly) ? null : parsed.GetRequiredValue(urls), cancellationToken);
            });
    }

    /// <param name="urls">Null to end after the load.</param>
    private static async Task<int> RunAsync(
        DataFolder folder, DemoPlan plan, CommandContext context, string? urls, CancellationToken cancellationToken)
    {
        var demo = new DemoFolder(folder);
        demo.RequireFitting(plan);
        using var held = DataFolderLock.Take(folder);
        var corpus = ReadCorpus(plan);
        await using var platforms = await DemoPlatforms.StartAsync(corpus, demo.FindPrivateKey(), cancellationToken);
        demo.Prepare(plan, corpus.Organisation, platforms.Sources, corpus.Today);

        var run = DemoRun.Of(demo, corpus.Today, platforms);
        if (urls is null)
        {
            await using var session = await ArchiveSession.OpenDemoAsync(folder, context, run, cancellationToken);
            await new DemoLoad(session.Get<IRecordStore>(), session.Get<RegisterDesk>(), session.Get<CatchUpIndexJob>(), session.Get<PullSourceJob>())
                .RunAsync(platforms.Sources, context, cancellationToken);
            return ExitCodes.Done;
        }

        await using var host = await PagesHost.OpenDemoAsync(folder, context, urls, run, cancellationToken);
        await new DemoLoad(host.Get<IRecordStore>(), host.Get<RegisterDesk>(), host.Get<CatchUpIndexJob>(), host.Get<PullSourceJob>()).RunAsync(platforms.Sources, context, cancellationToken);
        await DemoUsers.CreateAsync(host, cancellationToken);
        await ConfirmDaysAsync(host.Get<IJobScheduler>(), platforms.Sources, cancellationToken);
        await host.ServeAsync(addresses => Introduce(context, platforms.Sources, addresses), cancellationToken);
        return ExitCodes.Done;
    }

    /// <summary>At once: whoever looks around will not wait for the night. Where all days are closed there is nothing to do.</summary>
    private static async Task ConfirmDaysAsync(IJobScheduler jobs, IReadOnlyList<DemoSource> sources, CancellationToken cancellationToken)
    {
        foreach (var source in sources)
        {
            await jobs.RunNowAsync(JobNames.Confirm, source.Name, ArchiveSession.Owner, cancellationToken);
        }
    }

    private static Corpus ReadCorpus(DemoPlan plan)
    {
        try
        {
            return plan.ReadCorpus();
        }
        catch (CorpusFormatException e)
        {
            throw new CliException(ExitCodes.Unreadable, $"The corpus file cannot be read. {e.Message}", e);
        }
    }

    private static void Introduce(CommandContext context, IReadOnlyList<DemoSource> sources, IReadOnlyList<string> addresses)
    {
        var platforms = Facts.NewTable("Simulated platforms", "Source", "Platform", "Conversations", "Messages");
        foreach (var source in sources)
        {
            platforms.AddRow(
                new Text(source.Name), new Text(source.Title), Number(source.Corpus.Conversations.Count), Number(source.Corpus.Messages.Count));
        }

        context.Out.Write(platforms);
        var table = Facts.NewTable($"Accounts, all with the password {DemoUsers.Password}", "Name", "Role", "May");
        foreach (var (name, role, may) in DemoUsers.All)
        {
            table.AddRow(new Text(name), new Text(role), new Text(may));
        }

        context.Out.Write(table);
        Console.Out.WriteLine($"Open {string.Join(" or ", addresses)} and sign in. Stop with Ctrl-C; starting again goes on.");
    }

    private static Text Number(int count) => new(count.ToString("N0", CultureInfo.InvariantCulture));
}
