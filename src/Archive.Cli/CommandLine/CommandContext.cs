using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace Archive.Cli.CommandLine;

/// <summary>Where a command writes. Results go to standard output (with --json nothing else does); progress, warnings and errors to standard error.</summary>
internal sealed class CommandContext(bool json, bool verbose)
{
    /// <summary>Width of tables when the output is not a terminal: wide enough for a message on one line.</summary>
    private const int RedirectedWidth = 160;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        // The output is a file or a pipe, never a web page, and Chinese should be legible in it.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public bool Json { get; } = json;

    public bool Verbose { get; } = verbose;

    public IAnsiConsole Out { get; } = Create(Console.Out, Console.IsOutputRedirected);

    public IAnsiConsole Error { get; } = Create(Console.Error, Console.IsErrorRedirected);

    public void WriteJson<T>(T value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, Format));

    public void Warn(string message)
    {
        Error.Write(new Text("Warning: ", new Style(Color.Yellow)));
        Console.Error.WriteLine(message);
    }

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (redirected)
        {
            console.Profile.Width = RedirectedWidth;
        }

        return console;
    }
}
