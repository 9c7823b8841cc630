using System.ComponentModel.DataAnnotations;

namespace Archive.Web.Hosting;

/// <summary>How the pages are served.</summary>
public sealed class WebSettings
{
    public const string Section = "Archive:Web";

    /// <summary>Browsers reach the pages over https, here or at a proxy in front. Default false: plain http on the own machine. When true, cookies
    /// are sent over https only and carry the <c>__Host-</c> prefix, and browsers are told to stay with https.</summary>
    public bool Https { get; set; }

    /// <summary>Addresses ("10.0.0.5") or networks ("10.0.0.0/24") of the proxies in front, whose X-Forwarded-For and X-Forwarded-Proto are believed. Default
    /// none: the headers are not read. With <see cref="Https"/> behind a proxy it must be named, since the pages refuse forms that came over plain http.</summary>
    public List<string> KnownProxies { get; set; } = [];

    /// <summary>Sign-in attempts per address and minute. Default 20; raising it lets guesses, and their audit events, come faster.</summary>
    [Range(1, 1_000)]
    public int SignInsPerMinute { get; set; } = 20;

    /// <summary>Signatures by personal links, per address and minute. Default 300: an office behind one address signs at once. Raising it lets strangers try more
    /// links, none of which can be guessed.</summary>
    [Range(1, 100_000)]
    public int SignaturesPerMinute { get; set; } = 300;

    /// <summary>Events that platforms push, per address and second. Default 200, more than a firm of thousands writes: what is turned away comes again, and a
    /// pull finds it anyway. Raising it lets strangers make more of them be checked.</summary>
    [Range(1, 100_000)]
    public int EventsPerSecond { get; set; } = 200;

    /// <summary>Searches that a person's history keeps. Default 200; the oldest are forgotten first, but never one with a name or marks.</summary>
    [Range(1, 1_000)]
    public int SavedSearchesPerPerson { get; set; } = 200;

    /// <summary>Messages shown before and after the one that was opened. Default 40.</summary>
    [Range(1, 500)]
    public int ConversationContext { get; set; } = 40;

    internal CookieSecurePolicy SecurePolicy => Https ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;

    internal string CookieName(string name) => Https ? $"__Host-{name}" : name;
}
