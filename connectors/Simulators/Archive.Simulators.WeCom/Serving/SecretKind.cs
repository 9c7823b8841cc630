namespace Archive.Simulators.WeCom.Serving;

/// <summary>Whose token it is; a combination says whose are good for an API.</summary>
[Flags]
internal enum SecretKind
{
    None = 0,
    Archive = 1,
    Contact = 2,
    App = 4,
}
