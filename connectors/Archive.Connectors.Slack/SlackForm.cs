using Archive.Connectors.Http.Forms;

namespace Archive.Connectors.Slack;

/// <summary>How a source is made at api.slack.com.</summary>
internal static class SlackForm
{
    private static readonly Uri Apps = new("https://api.slack.com/apps");

    public static SourceForm Form { get; } = new(
    [
        new("app", new SourceFormField(nameof(SlackSourceSettings.Api), SourceFieldKind.Choice) { Choices = ["discovery", "web"], IsRequired = true }) { Page = Apps },
        new("scopes") { Grants = [new("discovery", SlackScopes.OfDiscovery), new("web", SlackScopes.OfWeb)] },
        new("token", new SourceFormField(nameof(SlackSourceSettings.Token), SourceFieldKind.Secret) { IsRequired = true, Example = "xoxp-… / xoxb-…" }),
        new(
            "fields",
            new SourceFormField(nameof(SlackSourceSettings.DepartmentField), SourceFieldKind.Text) { Example = "Xf…" },
            new SourceFormField(nameof(SlackSourceSettings.ManagerField), SourceFieldKind.Text) { Example = "Xf…" })
        {
            IsOptional = true,
        },
        new(
            "limits",
            SourceFormField.Number<SlackSourceSettings>(nameof(SlackSourceSettings.RequestsPerSecond)),
            SourceFormField.Number<SlackSourceSettings>(nameof(SlackSourceSettings.MaxFileMegabytes)),
            new SourceFormField(nameof(SlackSourceSettings.Address), SourceFieldKind.Address) { IsDestination = true, Example = new SlackOptions().BaseUrl.ToString() })
        {
            IsOptional = true,
        },
    ]);
}
