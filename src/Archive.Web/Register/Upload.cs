namespace Archive.Web.Register;

/// <summary>A small file that somebody hands in on a page.</summary>
internal static class Upload
{
    /// <summary>Bytes. Bigger lists go through the command line.</summary>
    public const int Most = 2_000_000;

    /// <returns>Null where there is none, or it is empty or too big.</returns>
    public static async Task<byte[]?> ReadAsync(IFormFile? file, CancellationToken cancellationToken)
    {
        if (file is not { Length: > 0 and <= Most })
        {
            return null;
        }

        using var bytes = new MemoryStream((int)file.Length);
        await file.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }
}
