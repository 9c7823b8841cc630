using System.Text.Json;
using Archive.Cli.CommandLine;
using Archive.Core.Sanctioning;
using Archive.Simulators.Corpus;
using Archive.Simulators.Slack;
using Archive.Storage;

namespace Archive.Cli.Demo;

/// <summary>The data folder of a demo: the plan it was made from, its settings and its register. Made at any crash-safe step of its own, so a demo that
/// was stopped while it was made goes on.</summary>
internal sealed class DemoFolder(DataFolder folder)
{
    public const string Source = "slack";

    /// <summary>Days a demo record must be kept: three years, so that a corpus of seven years holds some whose time has come.</summary>
    private const int RetentionDays = 3 * 365;

    /// <summary>31 February: the stored schedule never comes. Only a running demo, which has the simulated platform, pulls.</summary>
    private const string Never = "0 0 31 2 *";

    /// <summary>Port 9 of this machine discards everything: whatever reads the folder without the simulated platform reaches nothing and nobody.</summary>
    private const string Nowhere = "http://127.0.0.1:9/api/";

    private const string Notice = "monitoring-notice@1";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private string Marker => Path.Combine(folder.Path, "demo.json");

    /// <exception cref="CliException">The folder holds something else than this demo.</exception>
    public void RequireFitting(DemoPlan plan)
    {
        if (File.Exists(Marker))
        {
            if (ReadMarker() is var made && made != (plan with { File = null }))
            {
                throw new CliException(
                    ExitCodes.Refused,
                    $"{folder.Path} holds a demo made with {made.Describe()}, not with {plan.Describe()}. Start it with what it was made with, choose another "
                    + "folder with --data, or delete the folder.");
            }
        }
        else if (Directory.Exists(folder.Path) && Directory.EnumerateFileSystemEntries(folder.Path).Any(e => !e.StartsWith(folder.Lock, StringComparison.Ordinal)))
        {
            throw new CliException(
                ExitCodes.Refused,
                $"{folder.Path} is not empty and holds no demo. A demo never touches a real archive: choose an empty or new folder with --data.");
        }
    }

    /// <summary>Writes what is not there yet. The marker is first: a folder with anything of a demo in it has one.</summary>
    public void Prepare(DemoPlan plan, Corpus corpus, SlackSimulator simulator)
    {
        if (!File.Exists(Marker))
        {
            Write(Marker, JsonSerializer.SerializeToUtf8Bytes(plan, Json));
        }

        if (!File.Exists(folder.Settings))
        {
            Write(folder.Settings, JsonSerializer.SerializeToUtf8Bytes(Settings(plan, corpus), Json));
        }

        if (!File.Exists(folder.Register))
        {
            Write(folder.Register, RegisterFile.Write(Register(corpus, simulator)));
        }
    }

    private DemoPlan ReadMarker()
    {
        try
        {
            return JsonSerializer.Deserialize<DemoPlan>(File.ReadAllBytes(Marker), Json) ?? throw new JsonException();
        }
        catch (JsonException e)
        {
            throw new CliException(ExitCodes.Unreadable, $"{Marker} is damaged. Delete the folder to make the demo again.", e);
        }
    }

    private static object Settings(DemoPlan plan, Corpus corpus) => new
    {
        Archive = new
        {
            corpus.Organisation,
            DemoSeed = plan.Seed,
            Sources = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                [Source] = new
                {
                    Platform = "slack",
                    Api = "discovery",
                    Address = Nowhere,
                    Token = SlackToken.Discovery.Value,
                    Schedule = Never,
                    Retention = new { Policy = "demo-three-years@1", MinimumDays = RetentionDays, Action = "Dispose" },
                },
            },
        },
    };

    /// <summary>Employees as the firm would register them. Without a notice they are known and refused; guests, outsiders and bots are not the firm's.</summary>
    private static IEnumerable<RegisteredAccount> Register(Corpus corpus, SlackSimulator simulator) =>
        from person in corpus.People
        where person.Kind == CorpusPersonKind.Employee
        select new RegisteredAccount(
            Source,
            simulator.IdOf(person),
            person.PersonId ?? person.Id,
            person.Name,
            person.Department,
            person.ValidFrom,
            person.ValidTo,
            person.Notice is null ? null : Notice,
            person.Notice,
            AccountStanding.Sanctioned);

    private static void Write(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? ".");
        File.WriteAllBytes(path + ".new", content);
        File.Move(path + ".new", path, overwrite: true);
    }
}
