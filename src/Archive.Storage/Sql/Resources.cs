namespace Archive.Storage.Sql;

/// <summary>Texts embedded into this assembly.</summary>
internal static class Resources
{
    private const string Prefix = "Archive.Storage.";

    /// <param name="name">Path in the project, with dots.</param>
    public static string Read(string name)
    {
        using var stream = typeof(Resources).Assembly.GetManifestResourceStream(Prefix + name)
            ?? throw new ArgumentException($"There is no file {name}.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
