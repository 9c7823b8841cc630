namespace Archive.Connectors.WeCom.Wire;

/// <summary>The platform's JSON may hold control characters as they are, which no JSON may.</summary>
internal static class ControlCharacters
{
    /// <returns>The same bytes where there is none; otherwise a copy in which each is a blank. Only strings can hold them where they matter, and outside of strings a
    /// blank is as good as a line feed.</returns>
    public static ReadOnlyMemory<byte> Blank(byte[] json)
    {
        var at = Array.FindIndex(json, b => b < 0x20);
        if (at < 0)
        {
            return json;
        }

        var clean = (byte[])json.Clone();
        for (; at < clean.Length; at++)
        {
            if (clean[at] < 0x20)
            {
                clean[at] = (byte)' ';
            }
        }

        return clean;
    }
}
