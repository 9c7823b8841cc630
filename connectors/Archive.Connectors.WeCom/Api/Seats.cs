using Archive.Connectors.Http;
using Archive.Core.Connectors;

namespace Archive.Connectors.WeCom.Api;

/// <summary>Whom the platform archives: the official scope.</summary>
internal static class Seats
{
    public const string Method = "msgaudit/get_permit_user_list";

    /// <exception cref="ConnectorException">Unauthorized: the secret is not the archive's, or nobody is in its scope. The library would answer with nothing to
    /// either, which must not pass for a success.</exception>
    public static async Task<IReadOnlySet<string>> ReadAsync(WeComApi api, string source, CancellationToken cancellationToken)
    {
        var reply = await api.PostAsync(Method, new Dictionary<string, object>(), cancellationToken);
        var ids = LenientJson.Elements(LenientJson.Child(reply.Json, "ids")).Select(id => id.GetString()).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return ids.Count > 0 ? ids : throw new ConnectorException(
            ConnectorFailure.Unauthorized,
            $"会话内容存档 of source {source} covers nobody. Set the members it is for in the admin console (安全与管理, 管理工具, 会话内容存档), and check that seats are bought.");
    }
}
