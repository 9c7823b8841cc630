using Archive.Simulators.Slack.Organisation;
using Archive.Simulators.Slack.Wire;

namespace Archive.Simulators.Slack.Serving;

/// <summary>What every method needs: the organisation and the writers of its wire forms.</summary>
internal sealed class SimulatedPlatform
{
    public SimulatedPlatform(Org org, SlackSimulatorOptions options)
    {
        Org = org;
        Options = options;
        Users = new UserWriter(org);
        Channels = new ChannelWriter(org);
        Files = new FileWriter(org, () => FilesAddress);
        Messages = new MessageWriter(org, new MessageText(org, options.MarkUp), Files);
        Edits = new EditWriter(Messages);
    }

    public Org Org { get; }

    public SlackSimulatorOptions Options { get; }

    public UserWriter Users { get; }

    public ChannelWriter Channels { get; }

    public FileWriter Files { get; }

    public MessageWriter Messages { get; }

    public EditWriter Edits { get; }

    /// <summary>Where files are served, with a slash at the end; known once the server listens.</summary>
    public string FilesAddress { get; set; } = string.Empty;
}
