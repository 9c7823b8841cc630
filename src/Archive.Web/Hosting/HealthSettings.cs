using Archive.Web.Security;

namespace Archive.Web.Hosting;

/// <summary>By what a monitor is known that asks for the state of connectors and dependencies. With neither, only operators who signed in are told.</summary>
public sealed class HealthSettings
{
    public const string Section = "Archive:Health";

    /// <summary>Bearer token, 16 characters or more. Prefer <see cref="TokenFile"/>.</summary>
    public string? Token { get; set; }

    /// <summary>File that holds the token and nothing else.</summary>
    public string? TokenFile { get; set; }

    internal AccessToken? ReadToken() => AccessToken.Read(Section, Token, TokenFile);
}
