using Archive.Connectors.Http.Forms;
using Archive.Connectors.WeCom.Callbacks;

namespace Archive.Connectors.WeCom;

/// <summary>How a source is made in 企业微信管理后台, the admin console.</summary>
/// <remarks>The path of the platform's library is not asked for: what is loaded into a process is for whoever runs the machine to say.</remarks>
internal static class WeComForm
{
    private static readonly Uri Console = new("https://work.weixin.qq.com/wework_admin/frame");

    public static SourceForm Form { get; } = new(
    [
        new(
            "archive",
            new SourceFormField(nameof(WeComSourceSettings.CorpId), SourceFieldKind.Text) { IsRequired = true, Example = "ww…" },
            new SourceFormField(nameof(WeComSourceSettings.Secret), SourceFieldKind.Secret) { IsRequired = true })
        {
            Page = Console,
        },
        new("keys", new SourceFormField(nameof(WeComSourceSettings.PrivateKeys), SourceFieldKind.NumberedSecrets) { IsRequired = true, Example = "-----BEGIN PRIVATE KEY-----" }),
        new("library") { Page = new Uri("https://developer.work.weixin.qq.com/document/path/91774") },
        new(
            "names",
            new SourceFormField(nameof(WeComSourceSettings.ContactSecret), SourceFieldKind.Secret),
            new SourceFormField(nameof(WeComSourceSettings.CustomerSecret), SourceFieldKind.Secret))
        {
            IsOptional = true,
        },
        new("events", Callback(nameof(WeComCallbackSettings.Token)), Callback(nameof(WeComCallbackSettings.EncodingAesKey)))
        {
            ShowsCallback = true,
            IsOptional = true,
        },
        new(
            "limits",
            SourceFormField.Number<WeComSourceSettings>(nameof(WeComSourceSettings.RequestsPerSecond)),
            SourceFormField.Number<WeComSourceSettings>(nameof(WeComSourceSettings.MaxChildMegabytes)),
            SourceFormField.Number<WeComSourceSettings>(nameof(WeComSourceSettings.MaxFileMegabytes)),
            new SourceFormField(nameof(WeComSourceSettings.Address), SourceFieldKind.Address) { IsDestination = true, Example = new WeComOptions().BaseUrl.ToString() },
            new SourceFormField(nameof(WeComSourceSettings.Proxy), SourceFieldKind.Text) { IsDestination = true, Example = "http://host:port" })
        {
            IsOptional = true,
        },
    ]);

    private static SourceFormField Callback(string setting) => new($"{nameof(WeComSourceSettings.Callback)}:{setting}", SourceFieldKind.Secret);
}
