using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Archive.Connectors.Http;

/// <summary>Access tokens that platforms give out for an app and its secret, shared by every source of that app in this process. A token is asked for
/// once however many callers wait, and again before it ends. Safe for concurrent callers.</summary>
public sealed class TokenCache(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>The token of the app, new when the one that is held has less than <paramref name="margin"/> of its life left.</summary>
    /// <param name="platform">With the app, says whose token it is: the same app id may exist on two hosts.</param>
    /// <param name="secret">Part of the key, so that a changed secret never goes on with the token of the old one. Not kept: its hash is.</param>
    /// <param name="margin">At most half of a token's life counts, so that tokens shorter than the margin are still used.</param>
    /// <param name="issue">Asks the platform. Its exceptions go to the one caller that asked; the next one asks again.</param>
    public async Task<BearerToken> GetAsync(
        string platform, string app, string secret, TimeSpan margin, Func<CancellationToken, Task<IssuedToken>> issue, CancellationToken cancellationToken)
    {
        var entry = EntryOf(platform, app, secret);
        if (entry.Find(time.GetUtcNow(), margin) is { } held)
        {
            return held;
        }

        await entry.Gate.WaitAsync(cancellationToken);
        try
        {
            // Somebody else may have asked while this caller waited.
            if (entry.Find(time.GetUtcNow(), margin) is { } fresh)
            {
                return fresh;
            }

            var asked = time.GetUtcNow();
            var issued = await issue(cancellationToken);
            entry.Current = new Held(issued.Token, asked, asked + issued.Life);
            return issued.Token;
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    /// <summary>The platform refused this token before its end. Does nothing when another one has already taken its place.</summary>
    public void Discard(string platform, string app, string secret, BearerToken refused)
    {
        var entry = EntryOf(platform, app, secret);
        if (entry.Current is { } held && ReferenceEquals(held.Token, refused))
        {
            Interlocked.CompareExchange(ref entry.Current, null, held);
        }
    }

    private Entry EntryOf(string platform, string app, string secret) => _entries.GetOrAdd(
        $"{platform}\n{app}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)))}", _ => new Entry());

    private sealed class Entry
    {
        public Held? Current;

        public SemaphoreSlim Gate { get; } = new(1, 1);

        public BearerToken? Find(DateTimeOffset now, TimeSpan margin)
        {
            if (Current is not { } held)
            {
                return null;
            }

            var half = (held.Ends - held.Asked) / 2;
            return held.Ends - now > (margin < half ? margin : half) ? held.Token : null;
        }
    }

    private sealed record Held(BearerToken Token, DateTimeOffset Asked, DateTimeOffset Ends);
}

/// <param name="Life">As the platform states it, from the moment it was asked.</param>
public sealed record IssuedToken(BearerToken Token, TimeSpan Life);
