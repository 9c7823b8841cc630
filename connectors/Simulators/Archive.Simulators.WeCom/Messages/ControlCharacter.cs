using Archive.Simulators.Hosting;

namespace Archive.Simulators.WeCom.Messages;

/// <summary>Characters below a space that users' keyboards and pasted text leave in messages. The platform writes some of them into its JSON as
/// they are, which JSON forbids, and some as escapes.</summary>
internal static class ControlCharacter
{
    /// <summary>Written raw.</summary>
    public const char Raw = '\u0011';

    /// <summary>Written as an escape, <c>\u0014</c>.</summary>
    public const char Escaped = '\u0014';

    public static char For(string key) => StableHash.OneIn(3, key, "escaped") ? Escaped : Raw;
}
