using Archive.Simulators.Hosting;

namespace Archive.Simulators.WeCom.Serving;

/// <summary>Issues tokens, one for each secret, and knows which are good. Safe for concurrent use.</summary>
internal sealed class TokenIssuer(WeComSimulatorOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (SecretKind Kind, DateTimeOffset Until)> _tokens = new(StringComparer.Ordinal);
    private readonly Dictionary<SecretKind, string> _newest = [];
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

    /// <summary>The same token again while it lives.</summary>
    /// <exception cref="ApiException">Corporation or secret is wrong.</exception>
    public (string Token, int Seconds) Issue(string corpId, string secret)
    {
        if (corpId != options.CorpId)
        {
            throw ApiError.WrongCorporation;
        }

        var kind = KindOf(secret);
        lock (_lock)
        {
            var now = options.Time.GetUtcNow();
            if (!_newest.TryGetValue(kind, out var token) || _tokens[token].Until <= now)
            {
                _issued++;

                // Clients are told to have room for 512 bytes.
                token = string.Concat(Enumerable.Range(0, 6).Select(i => StableHash.Hex32($"{secret} {_issued}", $"token {i}")));
                _tokens[token] = (kind, now + options.TokenLife);
                _newest[kind] = token;
            }

            return (token, (int)(_tokens[token].Until - now).TotalSeconds);
        }
    }

    /// <exception cref="ApiException">The token's trouble.</exception>
    public SecretKind Authenticate(string? token)
    {
        if (token is null)
        {
            throw ApiError.TokenMissing;
        }

        lock (_lock)
        {
            var known = _tokens.TryGetValue(token, out var issued) ? issued : throw ApiError.TokenInvalid;
            return known.Until > options.Time.GetUtcNow() ? known.Kind : throw ApiError.TokenExpired;
        }
    }

    /// <summary>Ends the life of every token.</summary>
    public void ExpireAll()
    {
        lock (_lock)
        {
            foreach (var (token, issued) in _tokens)
            {
                _tokens[token] = issued with { Until = DateTimeOffset.MinValue };
            }
        }
    }

    /// <summary>Forgets every token.</summary>
    public void VoidAll()
    {
        lock (_lock)
        {
            _tokens.Clear();
            _newest.Clear();
        }
    }

    private SecretKind KindOf(string secret) => secret switch
    {
        _ when secret == options.ArchiveSecret => SecretKind.Archive,
        _ when secret == options.ContactSecret => SecretKind.Contact,
        _ when secret == options.AppSecret => SecretKind.App,
        _ => throw ApiError.WrongSecret,
    };
}
