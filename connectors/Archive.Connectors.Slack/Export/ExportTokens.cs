namespace Archive.Connectors.Slack.Export;

/// <summary>Links to files in an export carry a token that opens them for anybody ("?t=xoxe-…"). It is blotted out before anything is kept.</summary>
internal static class ExportTokens
{
    private static ReadOnlySpan<byte> Token => "t=xoxe-"u8;

    /// <summary>The same array when there is nothing to remove.</summary>
    public static byte[] Remove(byte[] json)
    {
        if (json.AsSpan().IndexOf(Token) < 0)
        {
            return json;
        }

        var clean = new List<byte>(json.Length);
        var at = 0;
        while (json.AsSpan(at).IndexOf(Token) is var found && found >= 0)
        {
            var start = at + found + Token.Length;
            clean.AddRange(json.AsSpan(at, start - at));
            while (start < json.Length && IsTokenByte(json[start]))
            {
                start++;
            }

            clean.AddRange("removed"u8);
            at = start;
        }

        clean.AddRange(json.AsSpan(at));
        return [.. clean];
    }

    private static bool IsTokenByte(byte value) => char.IsAsciiLetterOrDigit((char)value) || value is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'%';
}
