using Archive.Simulators.Hosting;

namespace Archive.Simulators.Feishu.Serving;

/// <summary>Issues tenant tokens and knows which are good. While a token has half an hour left it is the one that is given out; then a new one
/// is issued and both are good. Safe for concurrent use.</summary>
internal sealed class TokenIssuer(FeishuApp app, TimeProvider time, TimeSpan life)
{
    private const string Prefix = "t-";
    private const string Scheme = "Bearer ";
    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(30);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _expiry = new(StringComparer.Ordinal);
    private string? _newest;
    private int _issued;

    public int Issued
    {
        get
        {
            lock (_lock)
            {
                return _issued;
            }
        }
    }

    /// <exception cref="ApiException">The app's trouble.</exception>
    public (string Token, int Seconds) Issue(string appId, string appSecret)
    {
        if (appId != app.AppId || appSecret != app.AppSecret)
        {
            throw ApiError.WrongApp;
        }

        if (AppTrouble() is { } trouble)
        {
            throw trouble;
        }

        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_newest is null || !_expiry.TryGetValue(_newest, out var until) || until - now < Renewal)
            {
                _issued++;
                _newest = Prefix + StableHash.Hex32($"{app.AppId} {_issued}", "tenant token");
                _expiry[_newest] = until = now + life;
            }

            return (_newest, (int)(until - now).TotalSeconds);
        }
    }

    /// <exception cref="ApiException">The token's trouble.</exception>
    public void Authenticate(string header)
    {
        if (!header.StartsWith(Scheme, StringComparison.Ordinal) || header.Length == Scheme.Length)
        {
            throw ApiError.TokenMissing;
        }

        var token = header[Scheme.Length..];
        if (!token.StartsWith(Prefix, StringComparison.Ordinal))
        {
            throw ApiError.TokenFormat;
        }

        lock (_lock)
        {
            if (!_expiry.TryGetValue(token, out var until) || until <= time.GetUtcNow())
            {
                throw ApiError.TokenInvalid;
            }
        }

        if (AppTrouble() is { } trouble)
        {
            throw trouble;
        }
    }

    /// <summary>Ends the life of every token.</summary>
    public void ExpireAll()
    {
        lock (_lock)
        {
            _expiry.Clear();
            _newest = null;
        }
    }

    private ApiException? AppTrouble() => app.State switch
    {
        FeishuAppState.Disabled => ApiError.AppDisabled,
        FeishuAppState.Unpublished => ApiError.AppUnpublished,
        _ => null,
    };
}
