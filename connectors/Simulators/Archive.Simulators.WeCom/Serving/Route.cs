namespace Archive.Simulators.WeCom.Serving;

/// <summary>One API of the platform.</summary>
/// <param name="Name">Path below <c>/cgi-bin/</c>.</param>
/// <param name="Fields">Parameters of a GET besides the token, or fields of the body of a POST.</param>
/// <param name="Secrets">Whose tokens are good for it.</param>
internal sealed record Route(string Name, bool IsPost, SecretKind Secrets, int PerMinute, string[] Fields, Action<ApiCall> Handle);
