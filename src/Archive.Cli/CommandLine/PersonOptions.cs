using System.CommandLine;

namespace Archive.Cli.CommandLine;

/// <summary>Who acts, and how the password comes.</summary>
internal sealed class PersonOptions(string description)
{
    private readonly Option<string> _name = new("--as") { Description = description, HelpName = "NAME", Required = true };

    private readonly Option<bool> _fromInput = new("--password-stdin") { Description = "Read the password of the account from standard input." };

    public IReadOnlyList<Symbol> All => [_name, _fromInput];

    public string Name(ParseResult parsed) => parsed.GetRequiredValue(_name);

    public bool FromInput(ParseResult parsed) => parsed.GetValue(_fromInput);
}
