using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace Archive.Simulators.Slack.Serving;

/// <summary>Finds the token of a request: in the header <c>Authorization: Bearer</c> and nowhere else.</summary>
internal sealed class Authenticator(IEnumerable<SlackToken> tokens, TimeProvider time)
{
    private const string Scheme = "Bearer ";
    private readonly FrozenDictionary<string, SlackToken> _tokens = tokens.ToFrozenDictionary(t => t.Value, StringComparer.Ordinal);

    /// <exception cref="ApiException">The code of the token's trouble.</exception>
    public SlackToken Authenticate(HttpRequest request, Arguments arguments)
    {
        if (arguments.Text("token") is not null)
        {
            // Also beside a good header: a token in an address ends up in access logs.
            throw new ApiException(ErrorCode.InvalidAuth);
        }

        var header = request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            throw new ApiException(ErrorCode.NotAuthed);
        }

        return Find(header) is not { } token ? throw new ApiException(ErrorCode.InvalidAuth)
            : Trouble(token) is { } code ? throw new ApiException(code)
            : token;
    }

    /// <summary>The usable token in a header, or null.</summary>
    public SlackToken? FindUsable(string header) => Find(header) is { } token && Trouble(token) is null ? token : null;

    private SlackToken? Find(string header) =>
        header.StartsWith(Scheme, StringComparison.Ordinal) ? _tokens.GetValueOrDefault(header[Scheme.Length..]) : null;

    private string? Trouble(SlackToken token) => token.State switch
    {
        SlackTokenState.Revoked => ErrorCode.TokenRevoked,
        SlackTokenState.Inactive => ErrorCode.AccountInactive,
        SlackTokenState.Expired => ErrorCode.TokenExpired,
        _ => token.ExpiresAt <= time.GetUtcNow() ? ErrorCode.TokenExpired : null,
    };
}
