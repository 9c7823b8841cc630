using Archive.Connectors.Feishu.Callbacks;
using Archive.Connectors.Http.Forms;

namespace Archive.Connectors.Feishu;

/// <summary>How a source is made in 飞书开发者后台, the developer console.</summary>
internal static class FeishuForm
{
    private static readonly Uri Console = new("https://open.feishu.cn/app");

    /// <summary>Of the several scopes that each call takes, those that let do nothing but read; the last five are for names.</summary>
    private static readonly string[] Scopes =
    [
        "im:message.group_msg", "im:message:readonly", "im:chat:readonly",
        "contact:contact.base:readonly", "contact:department.organize:readonly", "contact:department.base:readonly", "contact:user.base:readonly", "contact:user.department:readonly",
    ];

    public static SourceForm Form { get; } = new(
    [
        new(
            "app",
            new SourceFormField(nameof(FeishuSourceSettings.AppId), SourceFieldKind.Text) { IsRequired = true, Example = "cli_…" },
            new SourceFormField(nameof(FeishuSourceSettings.AppSecret), SourceFieldKind.Secret) { IsRequired = true })
        {
            Page = Console,
        },
        new("scopes") { Grants = [new("app", Scopes)] },
        new("release"),
        new(
            "events",
            Secret(nameof(FeishuCallbackSettings.EncryptKey)),
            Secret(nameof(FeishuCallbackSettings.VerificationToken)))
        {
            ShowsCallback = true,
            IsOptional = true,
        },
        new(
            "limits",
            SourceFormField.Number<FeishuSourceSettings>(nameof(FeishuSourceSettings.RequestsPerSecond)),
            SourceFormField.Number<FeishuSourceSettings>(nameof(FeishuSourceSettings.MaxFileMegabytes)),
            new SourceFormField(nameof(FeishuSourceSettings.Address), SourceFieldKind.Address) { IsDestination = true, Example = "https://open.feishu.cn" })
        {
            IsOptional = true,
        },
    ]);

    private static SourceFormField Secret(string setting) => new($"{nameof(FeishuSourceSettings.Callback)}:{setting}", SourceFieldKind.Secret);
}
