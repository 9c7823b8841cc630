using System.Text;
using System.Text.Json;
using Archive.Cli.CommandLine;
using Archive.Core.Sanctioning;
using Archive.Simulators.Corpus;
using Archive.Storage;

namespace Archive.Cli.Demo;

/// <summary>The data folder of a demo: the plan it was made from, its settings and its register. Made at any crash-safe step of its own, so a demo that
/// was stopped while it was made goes on.</summary>
internal sealed class DemoFolder(DataFolder folder)
{
    /// <summary>Days a demo record must be kept: three years, so that a corpus of seven years holds some whose time has come.</summary>
    private const int RetentionDays = 3 * 365;

    /// <summary>31 February: the stored schedule never comes. Only a running demo, which has the simulated platform, pulls.</summary>
    private const string Never = "0 0 31 2 *";

    /// <summary>Port 9 of this machine discards everything: whatever reads the folder without the simulated platform reaches nothing and nobody.</summary>
    private static readonly Uri Nowhere = new("http://127.0.0.1:9");

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The private key that simulated messages are sealed for.</summary>
    public string PrivateKey => Path.GetFullPath(Path.Combine(folder.Path, "wecom.pem"));

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
    public void Prepare(DemoPlan plan, string organisation, IReadOnlyList<DemoSource> sources, DateTimeOffset today)
    {
        if (!File.Exists(Marker))
        {
            Write(Marker, JsonSerializer.SerializeToUtf8Bytes(plan, Json));
        }

        if (!File.Exists(PrivateKey) && sources.Select(s => s.PrivateKey).OfType<string>().FirstOrDefault() is { } key)
        {
            Write(PrivateKey, Encoding.ASCII.GetBytes(key));
        }

        if (!File.Exists(folder.Settings))
        {
            Write(folder.Settings, JsonSerializer.SerializeToUtf8Bytes(Settings(plan, organisation, sources), Json));
        }

        if (!File.Exists(folder.Register))
        {
            // Its time goes into the evidence log, and the same demo gives the same log.
            Write(folder.Register, RegisterFile.Write(sources.SelectMany(Register)), today);
        }
    }

    /// <returns>Null where there is none yet.</returns>
    public string? FindPrivateKey() => File.Exists(PrivateKey) ? File.ReadAllText(PrivateKey) : null;

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

    private object Settings(DemoPlan plan, string organisation, IEnumerable<DemoSource> sources) => new
    {
        Archive = new
        {
            organisation,
            DemoSeed = plan.Seed,
            Sources = sources.ToDictionary(s => s.Name, SettingsOf, StringComparer.Ordinal),
        },
    };

    private Dictionary<string, object> SettingsOf(DemoSource source)
    {
        var settings = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["platform"] = source.Name,
            ["address"] = new Uri(Nowhere, source.Address.AbsolutePath),
            ["schedule"] = Never,
            ["retention"] = new { Policy = "demo-three-years@1", MinimumDays = RetentionDays, Action = "Dispose" },
        };
        foreach (var (name, value) in source.Access)
        {
            settings[name] = value;
        }

        if (source.PrivateKey is not null)
        {
            settings["privateKeys"] = new Dictionary<string, string>(StringComparer.Ordinal) { ["1"] = PrivateKey };
        }

        return settings;
    }

    /// <summary>Employees as the firm would register them, once for each platform that they are on. Without a notice they are known and refused; guests,
    /// outsiders and bots are not the firm's.</summary>
    private static IEnumerable<RegisteredAccount> Register(DemoSource source) =>
        from person in source.Corpus.People
        where person.Kind == CorpusPersonKind.Employee
        select new RegisteredAccount(
            source.Name,
            source.IdOf(person),
            person.PersonId ?? person.Id,
            person.Name,
            person.Department,
            person.ValidFrom,
            person.ValidTo,
            person.Notice is null ? null : DemoRegister.Notice,
            person.Notice,
            AccountStanding.Sanctioned);

    private static void Write(string path, byte[] content, DateTimeOffset? changed = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? ".");
        File.WriteAllBytes(path + ".new", content);
        if (changed is { } time)
        {
            File.SetLastWriteTimeUtc(path + ".new", time.UtcDateTime);
        }

        File.Move(path + ".new", path, overwrite: true);
    }
}
